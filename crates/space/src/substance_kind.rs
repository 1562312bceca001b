//! The names of the Substances.
//!
//! A name is the same wherever a Substance is named: in its JSON form, in a pattern, on a console.
//! It knows nothing of what such a Substance carries.
//!
//! ```
//! use orrery_space::{Substance, SubstanceKind};
//! let kind: SubstanceKind = "Int".parse()?;
//! assert_eq!(kind, Substance::Int(42).kind());
//! assert_eq!(SubstanceKind::ALL.len(), 29);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal $number:literal;)*) => {
        /// What a [`Substance`](crate::Substance) is.
        ///
        /// ```
        /// use orrery_space::SubstanceKind;
        /// assert_eq!("FormErrs".parse::<SubstanceKind>()?, SubstanceKind::FormErrs);
        /// assert_eq!(SubstanceKind::Hyper.to_string(), "Hyp");
        /// # Ok::<(), orrery_space::ParseError>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SubstanceKind { $($(#[$doc])* $variant),* }

        impl SubstanceKind {
            /// All of them.
            pub const ALL: &'static [SubstanceKind] = &[$(SubstanceKind::$variant),*];

            /// The names of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name as it stands in text.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(SubstanceKind::$variant => $name),* }
            }

            /// The number on the membrane (ABI version 1): 0 Empty, 1 Text, 2 Bin, 3 Json, 4 Int,
            /// 5 Boolean, 6 Point, 7 List, 8 Map, and from 16 on the rest in the order of
            /// [`Self::ALL`].
            #[must_use]
            pub fn number(self) -> i32 {
                match self { $(SubstanceKind::$variant => $number),* }
            }
        }
    };
}

kinds! {
    /// Nothing.
    Empty "Empty" 0;
    /// Substances in order.
    List "List" 7;
    /// Substances by name.
    Map "Map" 8;
    /// A point.
    Point "Point" 6;
    /// A surface.
    Surface "Surface" 16;
    /// Text.
    Text "Text" 1;
    /// Yes or no.
    Boolean "Boolean" 5;
    /// A whole number.
    Int "Int" 4;
    /// Texts by name.
    Meta "Meta" 17;
    /// Bytes.
    Bin "Bin" 2;
    /// A Particle in one line.
    Stub "Stub" 18;
    /// A Particle with its properties.
    Details "Details" 19;
    /// A status.
    Status "Status" 20;
    /// A Particle with its state.
    Particle "Particle" 21;
    /// Where a Particle runs.
    Location "Location" 22;
    /// Messages by field.
    FormErrs "FormErrs" 23;
    /// JSON.
    Json "Json" 3;
    /// The fields of a form.
    MultipartForm "MultipartForm" 24;
    /// A command as text, with its files.
    RawCommand "RawCommand" 25;
    /// A command.
    Command "Command" 26;
    /// The core of a directed Wave.
    DirectedCore "DirectedCore" 27;
    /// The core of a reflected Wave.
    ReflectedCore "ReflectedCore" 28;
    /// What the Hyperverse says to itself.
    Hyper "Hyp" 29;
    /// An opaque token.
    Token "Token" 30;
    /// A Wave that is being carried.
    Wave "UltraWave" 31;
    /// Somebody wants to come in.
    Knock "Knock" 32;
    /// Somebody was let in.
    Greet "Greet" 33;
    /// A log entry.
    Log "Log" 34;
    /// Why something failed.
    Err "Err" 35;
}

impl SubstanceKind {
    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The kind of that [`number`](Self::number).
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.number() == number)
    }
}
