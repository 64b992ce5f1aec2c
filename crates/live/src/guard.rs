//! Who may ask the server. A page from elsewhere can make a browser send requests here, and a name server of its own can make
//! its name lead here (DNS rebinding): so the host must be this machine's, and the origin this server's.

use axum::http::{HeaderMap, header};
use std::net::{IpAddr, SocketAddr};

/// Which hosts and origins are allowed.
pub(crate) struct Allowed {
    address: SocketAddr,
}

impl Allowed {
    /// Those of a server that listens on `address`.
    pub(crate) fn on(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Why a request with these headers is refused; `None` if it is not.
    pub(crate) fn refusal(&self, headers: &HeaderMap) -> Option<&'static str> {
        let of = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let Some(host) = of(header::HOST).filter(|host| self.is_ours(host)) else {
            return Some("this server answers only to the address that it printed");
        };
        let origin = of(header::ORIGIN);
        let same = origin.is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
        (!same).then_some("this server answers only to its own page")
    }

    /// Whether `host` is this server's address, by number, or by the one name that no name server can change.
    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (host, "80"), // a browser leaves it out
        };
        if port != self.address.port().to_string() {
            return false;
        }
        let number: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        match number {
            Some(number) if is_loopback(self.address.ip()) => number.is_loopback(),
            Some(_) => true,
            None => name == "localhost" && is_loopback(self.address.ip()),
        }
    }
}

/// Whether only this machine can reach an address.
pub(crate) fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(listens: &str, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a header"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("a header"));
        }
        Allowed::on(listens.parse().expect("an address")).refusal(&headers).is_some()
    }

    #[test]
    fn only_its_own_page_at_its_own_address_is_answered() {
        let on = "127.0.0.1:8642";
        assert!(!refused(on, "127.0.0.1:8642", None));
        assert!(!refused(on, "localhost:8642", Some("http://localhost:8642")));
        assert!(refused(on, "localhost:8643", None), "another port");
        assert!(refused(on, "evil.example:8642", None), "a name that leads here");
        assert!(refused(on, "192.0.2.1:8642", None), "an address that it does not listen on");
        assert!(refused(on, "127.0.0.1:8642", Some("http://evil.example")), "another page");
        assert!(refused(on, "127.0.0.1:8642", Some("null")), "a page from a file");
        assert!(refused(on, "localhost:8642", Some("http://127.0.0.1:8642")), "another name is another origin");
    }

    #[test]
    fn the_port_of_the_web_may_be_left_out_and_no_other() {
        assert!(!refused("127.0.0.1:80", "127.0.0.1", Some("http://127.0.0.1")));
        assert!(!refused("[::1]:80", "[::1]", None));
        assert!(refused("127.0.0.1:8642", "127.0.0.1", None));
    }

    #[test]
    fn on_all_addresses_it_answers_to_any_number_and_to_no_name() {
        let on = "0.0.0.0:8642";
        assert!(!refused(on, "192.0.2.1:8642", Some("http://192.0.2.1:8642")));
        assert!(refused(on, "evil.example:8642", None));
    }
}
