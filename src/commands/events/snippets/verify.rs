// Paste is_signed into your handler; its body is bytes as they came (axum: Bytes, not Json).
// Try it: cargo add hmac@0.13 sha2@0.11 hex serde_json; WEBHOOK_SECRET=… cargo run SIGNATURE < body
use std::env;
use std::ffi::OsString;
use std::io::{self, Read};
use std::process::ExitCode;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Whether `signature`, the `X-Webhook-Signature` header, is that of `raw_body`.
pub fn is_signed(raw_body: &[u8], signature: Option<&[u8]>, secret: &[u8]) -> bool {
    let Some(signature) = signature else { return false };
    let mut given = [0; 32];
    // Refuses what is not 64 hex digits in lower case, which is how they are sent.
    let has_upper_case = signature.iter().any(u8::is_ascii_uppercase);
    if has_upper_case || hex::decode_to_slice(signature, &mut given).is_err() {
        return false;
    }
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) else { return false };
    // Constant-time, unlike == on slices.
    mac.chain_update(raw_body).verify_slice(&given).is_ok()
}

fn main() -> io::Result<ExitCode> {
    let secret = env::var("WEBHOOK_SECRET").unwrap_or_default();
    if secret.is_empty() {
        eprintln!("WEBHOOK_SECRET is not set");
        return Ok(ExitCode::from(2));
    }
    let mut raw_body = Vec::new();
    io::stdin().read_to_end(&mut raw_body)?;
    let signature = env::args_os().nth(1).map(OsString::into_encoded_bytes);
    if !is_signed(&raw_body, signature.as_deref(), secret.as_bytes()) {
        println!("invalid"); // answer 401
        return Ok(ExitCode::FAILURE);
    }
    println!("valid");
    // Only what is signed is parsed.
    match serde_json::from_slice::<serde_json::Value>(&raw_body) {
        Ok(event) => eprintln!("event: {}", event["type"]),
        Err(error) => eprintln!("the body is not JSON: {error}"), // answer 400
    }
    Ok(ExitCode::SUCCESS)
}
