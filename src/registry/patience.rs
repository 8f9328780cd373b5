//! How long to wait for a registry, and how often to ask.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// How long to wait for a registry, and how often to ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the head of an answer.
    pub answer: Duration,
    /// For all of an answer after that.
    pub body: Duration,
    /// How often the same is asked at most, the first time among them.
    pub attempts: u32,
    /// Before it is asked the second time. After that it is twice as long each time.
    pub pause: Duration,
    /// The longest wait that a registry may ask for.
    pub longest_pause: Duration,
}

impl Default for Patience {
    /// Two minutes at the very worst for one answer, and a minute between two.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            answer: Duration::from_secs(30),
            body: Duration::from_mins(1),
            attempts: 5,
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_mins(1),
        }
    }
}

impl Patience {
    /// How long to wait after so many attempts, if it is worth it. `asked` is how long the
    /// registry wants us to wait.
    pub(super) fn wait(&self, attempts: u32, asked: Option<Duration>) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let own = self.pause.saturating_mul(1 << attempts.saturating_sub(1).min(10));
        let wait = asked.unwrap_or(own.min(self.longest_pause));
        (wait <= self.longest_pause).then_some(wait)
    }
}

/// What `Retry-After` says: seconds, or a date.
pub(super) fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::parse(text.trim()).ok()?.timestamp();
    let now = Timestamp::try_from(now).ok()?;
    Some(Duration::try_from(now.until(date).ok()?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Patience, retry_after};

    #[test]
    fn waits_grow_and_end() {
        let patience = Patience::default();
        let waits: Vec<_> = (1..=5).map(|it| patience.wait(it, None)).collect();
        let ms = |it| Some(Duration::from_millis(it));
        assert_eq!(waits, [ms(500), ms(1000), ms(2000), ms(4000), None]);
        assert_eq!(patience.wait(1, Some(Duration::from_mins(1))), ms(60_000));
        assert_eq!(patience.wait(1, Some(Duration::from_secs(61))), None);
        assert_eq!(patience.wait(u32::MAX, None), None);
    }

    #[test]
    fn a_registry_asks_for_seconds_or_for_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_767);
        let after = |text| retry_after(text, now);
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::from_secs(10)));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:17 GMT"), Some(Duration::ZERO));
        assert_eq!(after("soon"), None);
        assert_eq!(after("-1"), None);
    }
}
