//! Enums whose variants have a name in the trace: each name stands beside its variant, and nowhere else.

macro_rules! named {
    ($(#[$about:meta])* pub enum $enum:ident { $($(#[$meaning:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $enum { $($(#[$meaning])* $variant,)* }

        impl $enum {
            /// The name in the trace.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }

        impl From<$enum> for $crate::Value {
            fn from(named: $enum) -> Self {
                named.name().into()
            }
        }
    };
}

pub(crate) use named;
