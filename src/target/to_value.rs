//! From attributes to the value that `target.NAME` has in an expression.

use std::collections::BTreeMap;

use crate::target::{
    Attest, Attributes, Cache, NullableTexts, Output, Policy, Resources, Secret, Ssh, Texts,
    resources, secret, ssh,
};
use crate::text::Text;
use crate::value::{Fields, Type, Value};

impl Attributes {
    /// What an expression sees of a target: an object of all attributes, `name` among them.
    /// What nobody said is a null of its type, except for lists of things bake reads itself
    /// (`output`, `secret`, …), which are empty lists, and `description`, which is an empty text.
    pub fn to_value(&self, name: &str) -> Value {
        let Self {
            description,
            inherits,
            annotations,
            attest,
            context,
            contexts,
            dockerfile,
            dockerfile_inline,
            args,
            labels,
            tags,
            cache_from,
            cache_to,
            target,
            secret,
            ssh,
            platforms,
            output,
            pull,
            no_cache,
            network,
            no_cache_filter,
            shm_size,
            ulimits,
            resources,
            call,
            entitlements,
            extra_hosts,
            policy,
            bases: _,
            additions: _,
        } = self;
        let fields = [
            ("name", Value::string(name)),
            ("description", Value::string(description.as_deref().map_or("", |text| text))),
            ("inherits", texts(inherits.as_deref())),
            ("annotations", texts(annotations.as_deref())),
            ("attest", maps(attest.as_deref(), Attest::fields)),
            ("context", text(context.as_ref())),
            ("contexts", text_map(contexts.as_ref())),
            ("dockerfile", text(dockerfile.as_ref())),
            ("dockerfile-inline", text(dockerfile_inline.as_deref())),
            ("args", nullable_map(args.as_ref())),
            ("labels", nullable_map(labels.as_ref())),
            ("tags", texts(tags.as_deref())),
            ("cache-from", maps(cache_from.as_deref(), Cache::fields)),
            ("cache-to", maps(cache_to.as_deref(), Cache::fields)),
            ("target", text(target.as_ref())),
            ("secret", secrets(secret.as_deref())),
            ("ssh", agents(ssh.as_deref())),
            ("platforms", texts(platforms.as_deref())),
            ("output", maps(output.as_deref(), Output::fields)),
            ("pull", flag(*pull)),
            ("no-cache", flag(*no_cache)),
            ("network", text(network.as_deref())),
            ("no-cache-filter", texts(no_cache_filter.as_deref())),
            ("shm-size", text(shm_size.as_deref())),
            ("ulimits", texts(ulimits.as_deref())),
            ("resources", limits(resources.as_deref())),
            ("call", text(call.as_deref())),
            ("entitlements", texts(entitlements.as_deref())),
            ("extra-hosts", nullable_map(extra_hosts.as_ref())),
            ("policy", maps(policy.as_deref(), policy_fields)),
        ];
        Value::object(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

fn text(text: Option<&Text>) -> Value {
    match text {
        Some(text) => Value::string(text),
        None => Value::Null(Type::String),
    }
}

fn flag(flag: Option<bool>) -> Value {
    flag.map_or(Value::Null(Type::Bool), Value::Bool)
}

/// A list of strings, for `target.NAME.tags` and `group.NAME.targets`; null if there is none.
pub(crate) fn texts(texts: Option<&[Text]>) -> Value {
    match texts {
        Some(texts) => Value::strings(texts),
        None => Value::Null(Type::list(Type::String)),
    }
}

fn text_map(map: Option<&Texts>) -> Value {
    map.map_or(Value::Null(Type::map(Type::String)), strings)
}

fn nullable_map(map: Option<&NullableTexts>) -> Value {
    let Some(map) = map else { return Value::Null(Type::map(Type::String)) };
    let entry = |(name, value): (&Text, &Option<Text>)| (name.clone(), text(value.as_ref()));
    Value::map(Type::String, map.iter().map(entry).collect())
}

fn strings<'a>(map: impl IntoIterator<Item = (&'a Text, &'a Text)>) -> Value {
    let entry = |(name, text): (&Text, &Text)| (name.clone(), Value::string(text));
    Value::map(Type::String, map.into_iter().map(entry).collect())
}

fn maps<T>(things: Option<&[T]>, fields: impl Fn(&T) -> BTreeMap<Text, Text>) -> Value {
    let items = things.into_iter().flatten().map(|thing| strings(&fields(thing))).collect();
    Value::list(Type::map(Type::String), items)
}

fn policy_fields(policy: &Policy) -> BTreeMap<Text, Text> {
    policy.fields().into_iter().map(|(name, text)| (name.into(), text)).collect()
}

fn secrets(secrets: Option<&[Secret]>) -> Value {
    let value = |Secret { id, src, env }: &Secret| {
        object([
            ("id", Value::string(id)),
            ("src", Value::string(src)),
            ("env", Value::string(env)),
        ])
    };
    let items = secrets.into_iter().flatten().map(value).collect();
    Value::list(secret::value_type().without_optional(), items)
}

fn agents(agents: Option<&[Ssh]>) -> Value {
    let value = |Ssh { id, paths }: &Ssh| {
        object([("id", Value::string(id)), ("paths", Value::strings(paths))])
    };
    let items = agents.into_iter().flatten().map(value).collect();
    Value::list(ssh::value_type().without_optional(), items)
}

fn limits(limits: Option<&Resources>) -> Value {
    match limits {
        Some(limits) => limits.to_value(),
        None => Value::Null(resources::value_type().without_optional()),
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields: Fields = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
    Value::object(fields)
}
