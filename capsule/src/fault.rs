//! Why something cannot be done, and how the page is told.

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No capsule.
    Foreign,
    /// Of a version this module does not know yet.
    Newer,
    /// Cut short or changed on its way.
    Damaged,
    /// Not the passphrase it was sealed with.
    Passphrase,
    /// Asks for more memory or time than is given to any.
    Demanding,
    /// Sealed by something else: its content is none.
    Unreadable,
    /// More than fits.
    TooLong,
    /// A link whose digits were cut short or changed.
    Link,
    /// A part without which the others cannot be joined.
    Part {
        /// Which, from 1.
        nth: u8,
        /// Of how many, 1 to 9.
        of: u8,
    },
    /// A passphrase of fewer than [`MIN_CHARACTERS`](crate::pack::MIN_CHARACTERS) characters.
    ShortPassphrase,
    /// A number of codes that is not 1 to [`MAX_CODES`](crate::pack::MAX_CODES).
    Codes,
    /// Not as many bytes of chance as are needed.
    Chance,
    /// A card on which nothing stands.
    EmptyCard,
}

impl Fault {
    /// The stable code of `OwnshelfError`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Fault::Damaged | Fault::Unreadable | Fault::Link => "storage_corrupt",
            Fault::Chance => "wasm_unavailable",
            _ => "invalid_input",
        }
    }

    /// The sentence for people.
    #[must_use]
    pub fn message(self) -> String {
        let sentence = match self {
            Fault::Foreign => "capsule is none of Ownshelf's",
            Fault::Newer => "capsule was made by a newer version",
            Fault::Damaged => "capsule is cut short or damaged",
            Fault::Passphrase => "passphrase does not open this capsule",
            Fault::Demanding => "capsule asks for more memory or time than is given to any",
            Fault::Unreadable => "capsule holds no profile",
            Fault::TooLong => "capsule is too long",
            Fault::Link => "link is cut short or damaged",
            Fault::Part { nth, of } => {
                // Single digits.
                let (nth, of) = (char::from(b'0' + nth), char::from(b'0' + of));
                let mut text = String::from("capsule lacks its part ");
                text.extend([nth, ' ', 'o', 'f', ' ', of]);
                return text;
            }
            Fault::ShortPassphrase => "passphrase has fewer than 8 characters",
            Fault::Codes => "codes is none of 1, 2",
            Fault::Chance => "the browser gave too little chance to draw from",
            Fault::EmptyCard => "fields are none of question, order, recent, preferences, taste",
        };
        sentence.to_owned()
    }
}
