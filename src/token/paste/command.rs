//! Recognises commands that send requests, and transcripts of them.

/// Programs that send a request with a header or a form.
const PROGRAMS: [&str; 10] = [
    "curl",
    "curl.exe",
    "http",
    "https",
    "httpie",
    "invoke-restmethod",
    "invoke-webrequest",
    "irm",
    "iwr",
    "wget",
];

/// Whether a line is a command that sends a request.
pub(super) fn is_command(line: &str) -> bool {
    let line = line.trim_start();
    // "$r = Invoke-RestMethod ...", or behind a prompt.
    let assigned = line.starts_with('$').then(|| line.split_once('=')).flatten();
    let line = match assigned {
        Some((name, command)) if !name.trim_start_matches(['$', ' ']).trim().contains(' ') => {
            command
        }
        _ => line.trim_start_matches(['$', '>', '#', '%']),
    };
    let line = line.trim_start();
    let line = line.strip_prefix("PS>").unwrap_or(line).trim_start();
    let Some((program, rest)) = line.split_once([' ', '\t']) else { return false };
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
    !rest.trim().is_empty() && PROGRAMS.iter().any(|p| p.eq_ignore_ascii_case(name))
}

/// The form of a whole paste, where its first lines tell it.
pub(super) fn container(text: &str) -> Option<&'static str> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(20).peekable();
    if lines.peek()?.trim_start().starts_with('<') && !lines.peek()?.starts_with("< ") {
        return Some("html");
    }
    // `curl -v` marks what it sends with `>`, and its own words with `*`.
    let transcript =
        |line: &str| line.starts_with("> ") && (line.contains(" HTTP/") || line.contains(": "));
    lines.any(|line| is_command(line) || transcript(line)).then_some("curl")
}
