//! Gets one value from memcached. Exits with 0 if it is the value that the server sent.

use std::{env, error::Error};

fn main() -> Result<(), Box<dyn Error>> {
    let addr = env::var("STICKY_ADDR")?;
    let client = memcache::connect(format!("memcache://{addr}?timeout=10&protocol=ascii"))?;
    let value: Option<String> = client.get("greeting")?;
    println!("{value:?}");
    if value.as_deref() == Some("sticky") { Ok(()) } else { Err("that is another value".into()) }
}
