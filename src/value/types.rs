//! The types of values.

use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// The type of a value, or a constraint that several types meet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Type {
    /// Any type (cty's `DynamicPseudoType`, written `any` in a constraint): the type of a bare
    /// `null`, and in a constraint "whatever comes".
    Dynamic,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list of elements of one type.
    List(Arc<Type>),
    /// A set of elements of one type.
    Set(Arc<Type>),
    /// A map from strings to elements of one type.
    Map(Arc<Type>),
    /// A fixed number of elements, each of a type of its own.
    Tuple(Arc<[Type]>),
    /// Named attributes, each of a type of its own.
    Object(Arc<ObjectType>),
}

/// The attributes of an object type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct ObjectType {
    /// The types by name.
    pub attributes: BTreeMap<Text, Type>,
    /// The names that a conversion to this type may leave out; only in constraints.
    pub optional: BTreeSet<Text>,
}

impl Type {
    /// A list of `element`.
    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    /// A set of `element`.
    pub fn set(element: Self) -> Self {
        Self::Set(Arc::new(element))
    }

    /// A map of `element`.
    pub fn map(element: Self) -> Self {
        Self::Map(Arc::new(element))
    }

    /// An object with these attributes, none optional.
    pub fn object(attributes: impl IntoIterator<Item = (Text, Self)>) -> Self {
        let attributes = attributes.into_iter().collect();
        Self::Object(Arc::new(ObjectType { attributes, optional: BTreeSet::new() }))
    }

    /// Whether this is bool, number or string.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }

    /// Whether this is a list, set or map.
    pub fn is_collection(&self) -> bool {
        self.element().is_some()
    }

    /// The type of the elements of a list, set or map.
    pub fn element(&self) -> Option<&Self> {
        match self {
            Self::List(element) | Self::Set(element) | Self::Map(element) => Some(element),
            _ => None,
        }
    }

    /// The types of the attributes of an object.
    pub fn attributes(&self) -> Option<&BTreeMap<Text, Self>> {
        if let Self::Object(object) = self { Some(&object.attributes) } else { None }
    }

    /// Whether some part of it is left open.
    pub fn has_dynamic(&self) -> bool {
        match self {
            Self::Dynamic => true,
            Self::Bool | Self::Number | Self::String => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_dynamic(),
            Self::Tuple(elements) => elements.iter().any(Self::has_dynamic),
            Self::Object(object) => object.attributes.values().any(Self::has_dynamic),
        }
    }

    /// The type that values have which were converted to this constraint: no attribute of it is
    /// optional.
    #[must_use]
    pub fn without_optional(&self) -> Self {
        match self {
            Self::Dynamic | Self::Bool | Self::Number | Self::String => self.clone(),
            Self::List(element) => Self::list(element.without_optional()),
            Self::Set(element) => Self::set(element.without_optional()),
            Self::Map(element) => Self::map(element.without_optional()),
            Self::Tuple(elements) => {
                Self::Tuple(elements.iter().map(Self::without_optional).collect())
            }
            Self::Object(object) => {
                let attributes = object.attributes.iter();
                Self::object(attributes.map(|(name, ty)| (name.clone(), ty.without_optional())))
            }
        }
    }

    /// The name of the type as a constraint, in which [`Type::Dynamic`] is `any type`: what
    /// `bake --list=variables` shows.
    pub fn constraint_name(&self) -> String {
        match (self, self.element()) {
            (Self::Dynamic, _) => "any type".to_owned(),
            (_, Some(Self::Dynamic)) => format!("{}any single type", self.collection_prefix()),
            (_, Some(element)) => {
                format!("{}{}", self.collection_prefix(), element.constraint_name())
            }
            _ => self.to_string(),
        }
    }

    /// The type as a noun in a sentence: "a string", "an object", "a list of strings".
    pub fn noun(&self) -> String {
        match self {
            Self::Dynamic => "a value of any type".to_owned(),
            Self::Object(_) => "an object".to_owned(),
            _ => match self.element() {
                Some(element) => format!("a {}{}", self.collection_prefix(), element.plural()),
                None => format!("a {self}"),
            },
        }
    }

    fn plural(&self) -> String {
        match (self, self.element()) {
            (Self::Dynamic, _) => "any type".to_owned(),
            (_, Some(element)) => {
                let kind = self.collection_prefix().trim_end_matches(" of ");
                format!("{kind}s of {}", element.plural())
            }
            (_, None) => format!("{self}s"),
        }
    }

    fn collection_prefix(&self) -> &'static str {
        match self {
            Self::List(_) => "list of ",
            Self::Set(_) => "set of ",
            Self::Map(_) => "map of ",
            _ => "",
        }
    }
}

/// The name of the type as cty words it: `list of string`, `object`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Dynamic => "dynamic",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::String => "string",
            Self::Tuple(_) => "tuple",
            Self::Object(_) => "object",
            Self::List(element) | Self::Set(element) | Self::Map(element) => {
                return write!(f, "{}{element}", self.collection_prefix());
            }
        };
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let any = Type::list(Type::map(Type::Dynamic));
        assert_eq!(any.to_string(), "list of map of dynamic");
        assert_eq!(any.constraint_name(), "list of map of any single type");
        assert_eq!(Type::Dynamic.constraint_name(), "any type");
        assert_eq!(Type::set(Type::Tuple([].into())).constraint_name(), "set of tuple");
        assert_eq!(Type::object([]).constraint_name(), "object");
    }

    #[test]
    fn nouns() {
        assert_eq!(Type::Number.noun(), "a number");
        assert_eq!(Type::object([]).noun(), "an object");
        assert_eq!(Type::list(Type::map(Type::String)).noun(), "a list of maps of strings");
        assert_eq!(Type::set(Type::Dynamic).noun(), "a set of any type");
    }

    #[test]
    fn optional_attributes_are_dropped_at_every_depth() {
        let optional = BTreeSet::from(["a".into()]);
        let attributes = BTreeMap::from([("a".into(), Type::String)]);
        let object = Type::Object(Arc::new(ObjectType { attributes, optional }));
        let plain = Type::object([("a".into(), Type::String)]);
        assert_ne!(object, plain);
        assert_eq!(Type::list(object).without_optional(), Type::list(plain));
    }
}
