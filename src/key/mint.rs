//! Makes throw-away test tokens for the demo and the tests, and nothing else.
