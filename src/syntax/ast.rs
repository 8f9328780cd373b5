//! The tree of a definition file.

use std::sync::Arc;

use crate::span::{Span, Spanned};
use crate::text::Text;
use crate::value::Number;

/// A name or a piece of literal text, shared by all copies of its node.
pub type Name = Spanned<Text>;

/// One file, whole.
#[derive(Clone, Debug)]
pub struct File {
    /// What stands at the top level.
    pub body: Body,
}

/// The contents of a file or of a block.
///
/// Native syntax says itself what is an attribute and what a block. In JSON a property can be
/// either, and only a schema tells: ask [`Body::content`].
#[derive(Clone, Debug)]
pub enum Body {
    /// Of the native syntax.
    Native(NativeBody),
    /// Of the JSON syntax.
    Json(JsonBody),
}

/// Attributes and blocks, each kind in the order of the file.
#[derive(Clone, Debug)]
pub struct NativeBody {
    /// `name = expression`; names are unique, the parser refuses a second.
    pub attributes: Vec<Attribute>,
    /// `type "label" { … }`.
    pub blocks: Vec<Block>,
    /// All of it, without the braces.
    pub span: Span,
}

/// `name = expression`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// The expression, shared so that a phase can keep it without the tree.
    pub expr: Arc<Expr>,
    /// All of it.
    pub span: Span,
}

/// `type "label" … { … }`.
#[derive(Clone, Debug)]
pub struct Block {
    /// The word in front.
    pub kind: Name,
    /// The labels.
    pub labels: Vec<Name>,
    /// What stands in the braces.
    pub body: Body,
    /// Type and labels, without the body: what a message about the block points at.
    pub head: Span,
    /// All of it.
    pub span: Span,
}

/// A JSON object (or several, where an array of objects stands for one body), its properties not
/// yet read as attributes or blocks.
#[derive(Clone, Debug)]
pub struct JsonBody {
    /// The properties in the order of the file; a name may come more than once.
    pub properties: Vec<JsonProperty>,
    /// Whether it was one object. What was written as an array has blocks and the attributes of a
    /// schema, but [`Body::just_attributes`] refuses it, as hcl does.
    pub is_object: bool,
    /// All of it.
    pub span: Span,
}

/// `"name": value`.
#[derive(Clone, Debug)]
pub struct JsonProperty {
    /// The name.
    pub name: Name,
    /// The value.
    pub value: JsonValue,
}

/// A JSON value with its place.
#[derive(Clone, Debug)]
pub struct JsonValue {
    /// What it is.
    pub kind: JsonKind,
    /// Where it stands.
    pub span: Span,
}

/// A JSON value.
#[derive(Clone, Debug)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, its escapes resolved.
    String(Text),
    /// `[…]`
    Array(Vec<JsonValue>),
    /// `{…}`, in the order of the file; a name may come more than once.
    Object(Vec<JsonProperty>),
}

/// What a body may hold: asked of [`Body::content`].
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    /// Names of attributes.
    pub attributes: &'a [&'a str],
    /// Types of blocks.
    pub blocks: &'a [BlockSchema<'a>],
}

/// A type of block and how many labels it has.
#[derive(Clone, Copy, Debug)]
pub struct BlockSchema<'a> {
    /// The word in front.
    pub kind: &'a str,
    /// How many labels follow it.
    pub labels: usize,
}

/// The parts of a body that a schema asked for, and the rest.
#[derive(Clone, Debug)]
pub struct Content {
    /// The attributes of the schema that are there, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// The blocks of the schema that are there, in the order of the file.
    pub blocks: Vec<Block>,
    /// What the schema does not know.
    pub rest: Body,
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// An expression. The operands of binary operators nest to the left, however many there are.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A quoted string or a heredoc that is nothing but text, normalised.
    Text(Text),
    /// Any other quoted string or heredoc. Text is normalised.
    Template(Vec<Part>),
    /// A template that is nothing but one interpolation, `"${x}"`: keeps the type of its value.
    Wrap(Box<Expr>),
    /// A string of the JSON syntax: its text (other readings of it are possible, as a keyword, a
    /// type, a traversal), and the template it was parsed to, or why it could not be.
    JsonString {
        /// The text as it stands between the quotes, its JSON escapes resolved.
        text: Text,
        /// The template.
        template: Box<Result<Expr, Vec<crate::diag::Diagnostic>>>,
    },
    /// `(x)`
    Parens(Box<Expr>),
    /// `[a, b]`
    Tuple(Vec<Expr>),
    /// `{ a = b }`
    Object(Vec<ObjectItem>),
    /// A name and what is reached through it: `x`, `x.y`, `x["k"][0].z`.
    Traversal(Traversal),
    /// `collection[key]` that is not part of a traversal.
    Index {
        /// What is indexed.
        collection: Box<Expr>,
        /// By what.
        key: Box<Expr>,
    },
    /// `object.name`, `object[0]` or `object["x"]` on something that is not a traversal.
    Relative {
        /// What the steps start from.
        source: Box<Expr>,
        /// The steps.
        steps: Vec<Step>,
    },
    /// `list[*].x` and `list.*.x`.
    Splat {
        /// What is gone through.
        source: Box<Expr>,
        /// What is done with each element, in terms of [`ExprKind::Element`].
        each: Box<Expr>,
        /// The place of the splat operator.
        marker: Span,
    },
    /// The element of the innermost splat around it.
    Element,
    /// `[for k, v in xs : e if c]` and `{for k, v in xs : ke => ve... if c}`
    For(Box<For>),
    /// `a ? b : c`
    Conditional(Box<Conditional>),
    /// `a + b`
    Binary(Box<Binary>),
    /// `!a`, `-a`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: Box<Expr>,
    },
    /// `f(a, b...)`
    Call(Call),
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text, escapes resolved, indentation and trimming applied.
    Literal(Name),
    /// `${…}`
    Interpolation(Expr),
    /// `%{ if }…%{ else }…%{ endif }`
    If(Box<TemplateIf>),
    /// `%{ for }…%{ endfor }`
    For(Box<TemplateFor>),
}

impl Part {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Literal(text) => text.span,
            Self::Interpolation(expr) => expr.span,
            Self::If(directive) => directive.span,
            Self::For(directive) => directive.span,
        }
    }
}

/// `%{ if condition }…%{ else }…%{ endif }`
#[derive(Clone, Debug)]
pub struct TemplateIf {
    /// The condition.
    pub condition: Expr,
    /// Where it holds.
    pub then: Expr,
    /// Where it does not: an empty template if there is no `else`.
    pub otherwise: Expr,
    /// From the opening directive to the closing one.
    pub span: Span,
}

/// `%{ for k, v in xs }…%{ endfor }`
#[derive(Clone, Debug)]
pub struct TemplateFor {
    /// The name of the key, if there are two names.
    pub key: Option<Name>,
    /// The name of the value.
    pub value: Name,
    /// What is gone through.
    pub collection: Expr,
    /// What is written for each element.
    pub body: Expr,
    /// From the opening directive to the closing one.
    pub span: Span,
}

/// `key = value` in an object. A bare word or a traversal of one step is the key's text, as HCL
/// reads it; parentheses make it an expression.
#[derive(Clone, Debug)]
pub struct ObjectItem {
    /// The key.
    pub key: Expr,
    /// The value.
    pub value: Expr,
    /// Whether the key is a bare word: its text then, although `key` is a traversal.
    pub bare: Option<Text>,
}

/// A name and the steps from it.
#[derive(Clone, Debug)]
pub struct Traversal {
    /// The name.
    pub root: Name,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step from a value to a part of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// What kind of step.
    pub kind: StepKind,
    /// Where it stands, with its dot or brackets.
    pub span: Span,
}

/// A step from a value to a part of it.
#[derive(Clone, Debug)]
pub enum StepKind {
    /// `.name`
    Attribute(Text),
    /// `[0]`, `["x"]`, and `.0` of the old notation: a literal key, a number or a string.
    Index(crate::value::Value),
}

/// A `for` expression.
#[derive(Clone, Debug)]
pub struct For {
    /// The name of the key, if there are two names.
    pub key: Option<Name>,
    /// The name of the value.
    pub value: Name,
    /// What is gone through.
    pub collection: Expr,
    /// The key of the result: an object if there is one, else a tuple.
    pub result_key: Option<Expr>,
    /// The value of the result.
    pub result_value: Expr,
    /// Whether values of equal keys are grouped into tuples: `...`
    pub grouped: bool,
    /// Which elements count.
    pub condition: Option<Expr>,
    /// `for k, v in xs`, without what follows.
    pub intro: Span,
}

/// `condition ? then : otherwise`
#[derive(Clone, Debug)]
pub struct Conditional {
    /// The condition.
    pub condition: Expr,
    /// Where it holds.
    pub then: Expr,
    /// Where it does not.
    pub otherwise: Expr,
}

/// `left op right`
#[derive(Clone, Debug)]
pub struct Binary {
    /// The operator.
    pub op: BinaryOp,
    /// The left operand.
    pub left: Expr,
    /// The right operand.
    pub right: Expr,
}

impl Drop for Binary {
    /// Takes a long chain apart from the top, where dropping field by field would need a stack
    /// frame for each operator.
    fn drop(&mut self) {
        let mut left = std::mem::replace(&mut self.left.kind, ExprKind::Null);
        while let ExprKind::Binary(mut next) = left {
            left = std::mem::replace(&mut next.left.kind, ExprKind::Null);
        }
    }
}

/// A binary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

/// A unary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// `name(arguments)`
#[derive(Clone, Debug)]
pub struct Call {
    /// The name, with its namespaces: `a::b`.
    pub name: Name,
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// Whether the last argument is spread: `f(xs...)`
    pub spread: bool,
    /// From the opening to the closing parenthesis.
    pub parens: Span,
}
