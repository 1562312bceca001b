//! The serde form of nouns which is their text.

/// `FromStr`, and serde's traits by text, for a noun with `Display` and a parser.
macro_rules! text_form {
    ($noun:ty, $name:ident, $parser:path) => {
        impl std::str::FromStr for $noun {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> Result<Self, $crate::ParseError> {
                $crate::grammar::parse($crate::grammar::Noun::$name, text, $parser)
            }
        }
    };
}

/// serde's traits by `Display` and `FromStr`.
macro_rules! text_serde {
    ($($noun:ty),* $(,)?) => {
        $(impl serde::Serialize for $noun {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $noun {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $noun;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("the text of a ", stringify!($noun)))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$noun, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Text)
            }
        })*
    };
}

pub(crate) use {text_form, text_serde};
