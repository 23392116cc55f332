//! "Did you mean": the known name that is nearest to what was written.

/// The nearest of `known` names, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .map(|name| (distance(written, name), name))
        .filter(|(d, name)| *d <= limit || name.starts_with(written) && !written.is_empty())
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let known = ["audience", "algorithms", "leeway"];
        assert_eq!(nearest("audiences", known), Some("audience"));
        assert_eq!(nearest("leewya", known), Some("leeway"));
        assert_eq!(nearest("zzz", known), None);
    }
}
