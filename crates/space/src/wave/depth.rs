//! How deep Substances may be nested: a limit on what is written, and on what is read from bytes
//! of which nobody knows who made them.
//!
//! Every circle of a Wave's types passes through Substance, so counting those alone keeps the
//! stack bounded. It wraps a format that describes nothing itself and passes everything else on.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::Wave;
use crate::Substance;
use crate::hyper::Hyper;

/// Whether the body of a Wave is nested deeper than that.
pub(super) fn is_too_deep(wave: &Wave, limit: u32) -> bool {
    goes_beyond(wave.body(), limit)
}

fn goes_beyond(body: &Substance, limit: u32) -> bool {
    let Some(left) = limit.checked_sub(1) else {
        return true;
    };
    match body {
        Substance::List(list) => list.iter().any(|body| goes_beyond(body, left)),
        Substance::Map(map) => map.values().any(|body| goes_beyond(body, left)),
        Substance::DirectedCore(core) => goes_beyond(&core.body, left),
        Substance::ReflectedCore(core) => goes_beyond(&core.body, left),
        Substance::Wave(wave) => goes_beyond(wave.body(), left),
        Substance::Hyper(hyper) => match &**hyper {
            Hyper::Provision { state, .. }
            | Hyper::Assign { state, .. }
            | Hyper::Host { state, .. } => goes_beyond(state, left),
            Hyper::Event(_) | Hyper::Log(_) | Hyper::Search(_) | Hyper::Discoveries(_) => left == 0,
        },
        Substance::Particle(particle) => goes_beyond(&particle.state, left),
        Substance::Knock(knock) => goes_beyond(&knock.auth, left),
        // it may have a body of its own, which is written in one line and so is not nested
        Substance::Command(_) => left == 0,
        Substance::Empty
        | Substance::Point(_)
        | Substance::Surface(_)
        | Substance::Text(_)
        | Substance::Boolean(_)
        | Substance::Int(_)
        | Substance::Meta(_)
        | Substance::Bin(_)
        | Substance::Stub(_)
        | Substance::Details(_)
        | Substance::Status(_)
        | Substance::Location(_)
        | Substance::FormErrs(_)
        | Substance::Json(_)
        | Substance::MultipartForm(_)
        | Substance::RawCommand(_)
        | Substance::Greet(_)
        | Substance::Token(_)
        | Substance::Log(_)
        | Substance::Err(_) => false,
    }
}

/// The limit, and whether it has been met.
pub(super) struct Bounded {
    limit: u32,
    exceeded: Cell<bool>,
}

impl Bounded {
    pub(super) fn new(limit: u32) -> Self {
        Self {
            limit,
            exceeded: Cell::new(false),
        }
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.exceeded.get()
    }

    /// The format, with the limit watched.
    pub(super) fn around<D>(&self, inner: D) -> Within<'_, D> {
        Within {
            inner,
            left: self.limit,
            bounds: self,
        }
    }
}

/// Something of the format, and how many Substances may still lie in it.
pub(super) struct Within<'b, I> {
    inner: I,
    left: u32,
    bounds: &'b Bounded,
}

impl<'b, I> Within<'b, I> {
    /// Something that belongs to this and is as deep.
    fn with<J>(&self, inner: J) -> Within<'b, J> {
        Within {
            inner,
            left: self.left,
            bounds: self.bounds,
        }
    }

    fn split<J>(self, other: J) -> (I, Within<'b, J>) {
        let other = self.with(other);
        (self.inner, other)
    }

    /// One Substance deeper, if there may be one.
    fn deeper<E: Error>(self) -> Result<Self, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => {
                self.bounds.exceeded.set(true);
                Err(E::custom("nested too deep"))
            }
        }
    }
}

/// What holds no Substance is read by the format alone; what may hold one is watched.
macro_rules! pass_on {
    (plain: $($plain:ident)*; holding: $($holding:ident($($arg:ident: $of:ty),*))*) => {
        $(fn $plain<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$plain(visitor)
        })*
        $(fn $holding<V: Visitor<'de>>(self, $($arg: $of,)* visitor: V) -> Result<V::Value, D::Error> {
            let (inner, visitor) = self.split(visitor);
            inner.$holding($($arg,)* visitor)
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Within<'_, D> {
    type Error = D::Error;

    pass_on! {
        plain: deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32
            deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32
            deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
            deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
            deserialize_unit deserialize_identifier deserialize_ignored_any;
        holding: deserialize_option() deserialize_seq() deserialize_map()
            deserialize_newtype_struct(name: &'static str)
            deserialize_tuple(len: usize)
            deserialize_tuple_struct(name: &'static str, len: usize)
            deserialize_struct(name: &'static str, fields: &'static [&'static str])
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let within = if name == "Substance" {
            self.deeper()?
        } else {
            self
        };
        let (inner, visitor) = within.split(visitor);
        inner.deserialize_enum(name, variants, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Within<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let (visitor, inner) = self.split(inner);
        visitor.visit_some(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let (visitor, inner) = self.split(inner);
        visitor.visit_newtype_struct(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let (visitor, access) = self.split(access);
        visitor.visit_seq(access)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let (visitor, access) = self.split(access);
        visitor.visit_map(access)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let (visitor, access) = self.split(access);
        visitor.visit_enum(access)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Within<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        let (seed, inner) = self.split(inner);
        seed.deserialize(inner)
    }
}

// No hints of size: they are claims of the bytes, and memory would be set aside for them.

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Within<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let seed = self.with(seed);
        self.inner.next_element_seed(seed)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Within<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let seed = self.with(seed);
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = self.with(seed);
        self.inner.next_value_seed(seed)
    }
}

impl<'b, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Within<'b, A> {
    type Error = A::Error;
    type Variant = Within<'b, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), A::Error> {
        // which variant it is holds nothing
        let (access, empty) = self.split(());
        let (which, variant) = access.variant_seed(seed)?;
        Ok((which, empty.with(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Within<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        let (access, seed) = self.split(seed);
        access.newtype_variant_seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        let (access, visitor) = self.split(visitor);
        access.tuple_variant(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        let (access, visitor) = self.split(visitor);
        access.struct_variant(fields, visitor)
    }
}
