//! Values as cty has them, unknown-free: what an expression evaluates to.
//!
//! cty is the type system behind HCL. Its rules of conversion ([`mod@convert`]), of finding one type
//! for several ([`mod@unify`]) and of numbers ([`number`]) are what "the same answer as bake" rests
//! on. This module knows no expressions, no text and no targets.

pub mod number;
pub mod types;
pub mod equality;
pub mod set;
pub mod elements;
pub mod unify;
pub mod convert;
pub mod json;
pub mod duration;

use crate::text::Text;
use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub use convert::{convert, convertible};
pub use elements::{list_of, map_of, set_of};
pub use number::Number;
pub use set::Members;
pub use types::{ObjectType, Type};
pub use unify::{unify, unify_unsafe};

/// The attributes of an object or the elements of a map, in the order of their keys.
pub type Fields = BTreeMap<Text, Value>;

/// A value. Cloning is cheap: collections and long strings are shared.
#[derive(Clone, Debug)]
pub enum Value {
    /// Null of a type; a bare `null` is of type [`Type::Dynamic`].
    Null(Type),
    /// True or false.
    Bool(bool),
    /// A number, exact to 512 bits.
    Number(Number),
    /// A string in Unicode normal form C.
    String(Text),
    /// A list: elements of one type, in order.
    List(Arc<List>),
    /// A set: elements of one type, each once, in cty's order of iteration.
    Set(Arc<List>),
    /// A map: elements of one type by key.
    Map(Arc<Map>),
    /// A tuple: elements that each have a type of their own.
    Tuple(Arc<[Value]>),
    /// An object: attributes that each have a type of their own.
    Object(Arc<Fields>),
}

/// The elements of a list or a set and their type.
#[derive(Clone, Debug)]
pub struct List {
    /// The type of every element.
    pub element: Type,
    /// The elements.
    pub items: Vec<Value>,
}

/// The elements of a map and their type.
#[derive(Clone, Debug)]
pub struct Map {
    /// The type of every element.
    pub element: Type,
    /// The elements by key.
    pub items: Fields,
}

impl Value {
    /// The null that is written `null`, of any type.
    pub const NULL: Self = Self::Null(Type::Dynamic);

    /// A string, brought to normal form C as cty does it.
    pub fn string(text: impl AsRef<str>) -> Self {
        Self::String(normalized(text.as_ref()))
    }

    /// A whole number with the 64 bits of precision that cty gives to machine integers.
    pub fn int(number: i64) -> Self {
        Self::Number(Number::from_i64(number))
    }

    /// A list. The elements must be of type `element`.
    pub fn list(element: Type, items: Vec<Self>) -> Self {
        Self::List(Arc::new(List { element, items }))
    }

    /// A set: of equal elements the first, in cty's order. The elements must be of type `element`.
    pub fn set(element: Type, items: Vec<Self>) -> Self {
        let items = items.into_iter().collect::<Members>().into_sorted(&element);
        Self::Set(Arc::new(List { element, items }))
    }

    /// A list of strings.
    pub fn strings<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::list(Type::String, items.into_iter().map(Self::string).collect())
    }

    /// A map. The elements must be of type `element`.
    pub fn map(element: Type, items: Fields) -> Self {
        Self::Map(Arc::new(Map { element, items }))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Self>) -> Self {
        Self::Tuple(items.into())
    }

    /// An object.
    pub fn object(fields: Fields) -> Self {
        Self::Object(Arc::new(fields))
    }

    /// The type of the value.
    pub fn ty(&self) -> Type {
        match self {
            Self::Null(ty) => ty.clone(),
            Self::Bool(_) => Type::Bool,
            Self::Number(_) => Type::Number,
            Self::String(_) => Type::String,
            Self::List(list) => Type::list(list.element.clone()),
            Self::Set(set) => Type::set(set.element.clone()),
            Self::Map(map) => Type::map(map.element.clone()),
            Self::Tuple(items) => Type::Tuple(items.iter().map(Self::ty).collect()),
            Self::Object(fields) => {
                Type::object(fields.iter().map(|(name, value)| (name.clone(), value.ty())))
            }
        }
    }

    /// Whether this is a null of any type.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The truth, if this is a bool.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The elements of a list, set or tuple, in order of iteration.
    pub fn as_items(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) | Self::Set(list) => Some(&list.items),
            Self::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The elements of a map or the attributes of an object, in order of their keys.
    pub fn as_fields(&self) -> Option<&Fields> {
        match self {
            Self::Map(map) => Some(&map.items),
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

/// The text in Unicode normal form C.
pub fn normalized(text: &str) -> Text {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    }
}
