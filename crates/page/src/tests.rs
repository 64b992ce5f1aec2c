//! What the page allows, and what it keeps out.

use super::*;
use sha2::{Digest, Sha256};

/// SHA-256 in base64, as a Content-Security-Policy has it.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let sextets = digest.chunks(3).flat_map(|three| {
        let bits = three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        (0..=three.len()).map(move |nth| DIGITS[(bits >> (18 - 6 * nth)) as usize & 63] as char)
    });
    sextets.collect::<String>() + "="
}

#[test]
fn the_policy_allows_exactly_the_style_and_the_script() {
    let expected = (hash(STYLE), hash(&script()));
    if std::env::var_os("PAGE").is_some_and(|value| value == "overwrite") {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/hashes.rs");
        let text = std::fs::read_to_string(file).expect("it is there");
        let text = text
            .replace(&quoted(hashes::STYLE), &quoted(&expected.0))
            .replace(&quoted(hashes::SCRIPT), &quoted(&expected.1));
        std::fs::write(file, text).expect("it can be written");
        return;
    }
    let written = (hashes::STYLE.to_owned(), hashes::SCRIPT.to_owned());
    assert_eq!(written, expected, "PAGE=overwrite cargo test -p page writes the right ones");
}

#[test]
fn nothing_in_a_trace_ends_its_element() {
    let page = html(r#"{"event":"write","text":"</script><script>alert(1)</script><!--"}"#);
    assert_eq!(page.matches("<script").count(), 2, "its own, and the trace");
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!page.contains("<!--"));
}

#[test]
fn fields_that_the_page_does_not_use_are_left_out_and_texts_stay() {
    let line = r#"{"t_us":1,"event":"segment","window":63,"resent":true,"text":"a \",\"window\":1, b","cut":null}"#;
    let expected = r#"{"t_us":1,"event":"segment","resent":true,"text":"a \",\"window\":1, b"}"#;
    assert_eq!(harmless(line), expected);
}

#[test]
fn each_module_comes_after_those_that_it_imports() {
    let name = |module: &str| module.lines().next().and_then(|line| line.split(' ').nth(1)).map(str::to_owned);
    let names: Vec<_> = MODULES.iter().map(|module| name(module).expect("its first line names it")).collect();
    for (nth, module) in MODULES.iter().enumerate() {
        for import in module.lines().filter(|line| line.starts_with("import ")) {
            let from = import.rsplit('"').nth(1).and_then(|path| path.strip_prefix("./")).expect("a file beside it");
            let place = names.iter().position(|name| name == from);
            assert!(place.is_some_and(|place| place < nth), "{} imports {from}", names[nth]);
        }
    }
}

#[test]
fn a_page_without_its_trace_is_small() {
    assert!(html("").len() < 100_000, "{} bytes", html("").len());
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
