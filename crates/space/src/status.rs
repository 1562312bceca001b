//! Status codes of reflected Waves, which are those of HTTP as far as the fabric uses them.

/// A status: success from 200 to 299.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct StatusCode(pub u16);

impl StatusCode {
    /// 200: done.
    pub const OK: Self = Self(200);
    /// 202: on its way.
    pub const ACCEPTED: Self = Self(202);
    /// 400: a body or a document is not as expected.
    pub const BAD_REQUEST: Self = Self(400);
    /// 403: the sender may not do this.
    pub const FORBIDDEN: Self = Self(403);
    /// 404: no such particle, no such route.
    pub const NOT_FOUND: Self = Self(404);
    /// 408: no answer within the wait class.
    pub const TIMEOUT: Self = Self(408);
    /// 409: it is there already, or cannot stand there.
    pub const CONFLICT: Self = Self(409);
    /// 413: the body is over 1 MiB.
    pub const TOO_LARGE: Self = Self(413);
    /// 429: the mailbox is full.
    pub const TOO_MANY: Self = Self(429);
    /// 500: the target failed.
    pub const TRAP: Self = Self(500);
    /// 501: nothing implements it.
    pub const NOT_IMPLEMENTED: Self = Self(501);
    /// 503: no way there, or nobody to serve it.
    pub const UNAVAILABLE: Self = Self(503);
    /// 508: too many hops, or a cycle of asks.
    pub const LOOP: Self = Self(508);

    /// Whether this is a success.
    #[must_use]
    pub fn is_success(self) -> bool {
        (200..300).contains(&self.0)
    }
}

impl std::fmt::Display for StatusCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}
