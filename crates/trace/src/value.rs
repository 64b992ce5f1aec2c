//! Values of any kind, as options and evidence have them: shown to a person here, written as JSON elsewhere.

use std::fmt;

/// A value in the trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Not known, or not there.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A count, or a size in bytes.
    Number(u64),
    /// A name or a text.
    Text(String),
    /// A few numbers in order.
    Numbers(Vec<u64>),
    /// A few texts in order.
    Texts(Vec<String>),
    /// Names and their values, in order.
    Object(Vec<(String, Value)>),
}

macro_rules! from {
    ($($from:ty: $value:ident => $to:expr,)*) => {
        $(impl From<$from> for Value { fn from($value: $from) -> Self { $to } })*
    };
}

from! {
    u64: number => Self::Number(number),
    usize: number => Self::Number(number as u64),
    bool: yes => Self::Bool(yes),
    &str: text => Self::Text(text.to_owned()),
    &String: text => Self::Text(text.clone()),
    String: text => Self::Text(text),
    Vec<u64>: numbers => Self::Numbers(numbers),
    Vec<String>: texts => Self::Texts(texts),
    Vec<(String, Self)>: fields => Self::Object(fields),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => write!(f, "-"),
            Self::Bool(true) => write!(f, "on"),
            Self::Bool(false) => write!(f, "off"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text}"),
            Self::Numbers(numbers) => write!(f, "{numbers:?}"),
            Self::Texts(texts) => write!(f, "{texts:?}"),
            Self::Object(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name} {value}")).collect();
                write!(f, "{}", fields.join(", "))
            }
        }
    }
}
