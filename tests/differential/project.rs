//! A random project: files, arguments, environment.

use std::fmt::Write as _;
use std::path::Path;
use std::{fmt, fs, io};

use super::attributes::{Value, attribute, names, strings};
use super::compose::compose;
use super::definition::{Block, Item, json, native};
use super::expression::{Scope, guarded, quote, tame, typed, wild};
use super::features::Features;
use super::tree::Tree;
use crate::support::Random;

/// Everything that an answer depends on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Project {
    /// Name and contents.
    pub(super) files: Vec<(String, Tree)>,
    /// What follows `bake --print`; the words of one entry belong together.
    pub(super) args: Vec<Vec<String>>,
    pub(super) env: Vec<(String, String)>,
    pub(super) loose: Loose,
}

/// Lists whose order the reference varies from run to run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Loose {
    /// `targets` of groups: a matrix of several axes.
    pub(super) groups: bool,
    /// `ulimits`, where they come from Compose.
    pub(super) ulimits: bool,
    /// `output`, with both `--load` and `--push`.
    pub(super) output: bool,
}

impl Project {
    /// The project of this number.
    pub(super) fn random(seed: u64, features: Features) -> Self {
        let mut random = Random::new(seed);
        let scope =
            Scope { features, variables: Vec::new(), functions: Vec::new(), targets: Vec::new() };
        Maker {
            random: &mut random,
            scope,
            loose: Loose::default(),
            env: Vec::new(),
            args: Vec::new(),
        }
        .project()
    }

    /// A project of plain texts.
    pub(super) fn of(files: &[(&str, &str)], args: &str, env: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            files: files
                .iter()
                .map(|(name, text)| ((*name).to_owned(), Tree::leaf(*text)))
                .collect(),
            args: vec![args.split_whitespace().map(str::to_owned).collect()],
            env: env.iter().map(owned).collect(),
            loose: Loose::default(),
        }
    }

    /// Puts the files into a folder.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        for (name, tree) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, tree.render())?;
        }
        Ok(())
    }

    /// All arguments in a row.
    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        self.args.iter().flatten()
    }

    /// The length of all that is in it.
    pub(super) fn size(&self) -> usize {
        let files = self.files.iter().map(|(name, tree)| name.len() + tree.render().len());
        let env = self.env.iter().map(|(name, value)| name.len() + value.len());
        files.chain(env).chain(self.words().map(|word| word.len() + 1)).sum()
    }

    /// Every project that is one step smaller.
    pub(super) fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for at in 0..self.files.len() {
            let mut without = self.clone();
            let (name, _) = without.files.remove(at);
            without.args.retain(|words| words.last() != Some(&name));
            all.push(without);
            for tree in self.files[at].1.smaller() {
                let mut changed = self.clone();
                changed.files[at].1 = tree;
                all.push(changed);
            }
        }
        for at in 0..self.args.len() {
            let mut without = self.clone();
            without.args.remove(at);
            all.push(without);
        }
        for at in 0..self.env.len() {
            let mut without = self.clone();
            without.env.remove(at);
            all.push(without);
        }
        all
    }
}

impl fmt::Display for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, tree) in &self.files {
            writeln!(f, "--- {name}\n{}", tree.render().trim_end())?;
        }
        let mut line = String::new();
        for (name, value) in &self.env {
            write!(line, "{name}={value:?} ")?;
        }
        line.push_str("bake --print");
        for word in self.words() {
            write!(line, " {word:?}")?;
        }
        writeln!(f, "--- {line}")
    }
}

#[derive(Debug)]
struct Maker<'a> {
    random: &'a mut Random,
    scope: Scope,
    loose: Loose,
    env: Vec<(String, String)>,
    args: Vec<Vec<String>>,
}

impl Maker<'_> {
    fn project(mut self) -> Project {
        if self.random.chance(15) {
            return self.compose_project();
        }
        let count = self.random.below(3) + 1;
        let mut files: Vec<Vec<Item>> = vec![Vec::new(); count];
        for item in self.items() {
            files[self.random.below(count)].push(item);
        }
        let mut files: Vec<(String, Tree)> =
            files.iter().enumerate().map(|(at, items)| self.file(at, items)).collect();
        if self.random.chance(10) {
            self.loose.ulimits = true;
            files.push(("compose.yaml".to_owned(), compose(self.random)));
        }
        self.name_files(&files);
        self.finish(files)
    }

    fn compose_project(mut self) -> Project {
        self.loose.ulimits = true;
        let mut files = vec![("compose.yml".to_owned(), compose(self.random))];
        if self.random.chance(30) {
            files.push(("other.yaml".to_owned(), compose(self.random)));
        }
        self.name_files(&files);
        self.set_some("TAG DIR FILE A B S X COMPOSE_PROJECT_NAME COMPOSE_PROFILES");
        self.scope.targets = vec!["app".to_owned()];
        self.finish(files)
    }

    fn finish(mut self, files: Vec<(String, Tree)>) -> Project {
        self.switches();
        self.overrides();
        self.requests();
        let exports = self
            .args
            .iter()
            .flatten()
            .filter(|word| ["load", "push"].iter().any(|export| word.contains(export)));
        self.loose.output = exports.count() > 1;
        Project { files, args: self.args, env: self.env, loose: self.loose }
    }

    fn file(&mut self, at: usize, items: &[Item]) -> (String, Tree) {
        if self.random.chance(30) {
            return (format!("f{at}.json"), json(items, self.random.chance(50)));
        }
        (format!("f{at}.hcl"), native(items))
    }

    fn name_files(&mut self, files: &[(String, Tree)]) {
        for (name, _) in files {
            self.args.push(vec!["-f".to_owned(), name.clone()]);
        }
    }

    /// All blocks, those first that others refer to.
    fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        for number in 0..self.random.below(3) {
            items.push(self.function(number));
        }
        for number in 0..self.random.below(5) {
            items.push(self.variable(number));
        }
        let names = ["default", "base", "app", "web", "t-1", "x_y"];
        let count = self.random.below(names.len()) + 1;
        for name in &names[..count] {
            items.push(self.target(name));
        }
        if self.random.chance(15) {
            // A second block of the same name is merged into the first.
            items.push(self.target("app"));
        }
        for name in &["all", "some"][..self.random.below(3)] {
            items.push(self.group(name));
        }
        if self.random.chance(6) {
            items.push(Item::Odd(self.random.pick(ODD)));
        }
        items
    }

    fn function(&mut self, number: usize) -> Item {
        let name = format!("f{number}");
        let count = self.random.below(3);
        let params: Vec<String> = ["p", "q"][..count].iter().map(|p| (*p).to_owned()).collect();
        let mut inner = self.scope.clone();
        inner.variables.extend(params.clone());
        let mut items =
            vec![attr("params", Value::List(params.into_iter().map(Value::Word).collect()))];
        if self.random.chance(25) {
            inner.variables.push("rest".to_owned());
            items.push(attr("variadic_params", Value::Word("rest".to_owned())));
        }
        items.push(attr("result", Value::Expr(wild(self.random, &inner, 3))));
        self.scope.functions.push((name.clone(), count));
        block("function", Some(&name), items)
    }

    fn variable(&mut self, number: usize) -> Item {
        let name = format!("V{number}");
        let item = self.declaration(&name);
        self.scope.variables.push(name.clone());
        self.override_variable(&name);
        item
    }

    fn declaration(&mut self, name: &str) -> Item {
        let default = match self.random.below(6) {
            0 => guarded(self.random, &self.scope, 3),
            1 => Tree::expression().text(self.random.word("1 2.5 true null [] {}")),
            2 => {
                Tree::expression().text(self.random.pick(&["[\"a\", \"b\"]", "{ a = 1, b = [2] }"]))
            }
            _ => tame(self.random, &self.scope),
        };
        if self.random.chance(8) {
            return Item::Attribute(name.to_owned(), Value::Expr(default));
        }
        let mut items = Vec::new();
        if self.random.chance(35) {
            let (ty, value) = typed(self.random);
            items.push(attr("type", Value::Word(ty.to_owned())));
            if self.random.chance(80) || !self.scope.features.typed_nulls {
                items.push(attr("default", Value::Expr(Tree::leaf(value))));
            }
        } else if self.random.chance(90) {
            items.push(attr("default", Value::Expr(default)));
        }
        if self.random.chance(15) {
            items.push(attr("description", Value::Expr(quote("a variable"))));
        }
        if self.random.chance(15) {
            items.push(self.validation(name));
        }
        block("variable", Some(name), items)
    }

    fn validation(&mut self, name: &str) -> Item {
        let condition = match self.random.below(4) {
            0 => format!("{name} != \"nope\""),
            1 => format!("try(length({name}) > 0, true)"),
            2 => format!("try({name} != null, true)"),
            _ => "true".to_owned(),
        };
        let condition = Value::Expr(Tree::expression().text(condition));
        let message = Value::Expr(quote("not this"));
        block(
            "validation",
            None,
            vec![attr("condition", condition), attr("error_message", message)],
        )
    }

    fn override_variable(&mut self, name: &str) {
        let values =
            ["a", "", "12", "true", "a,b", "[\"j\"]", "{\"a\": \"k\"}", "é", "1.5", "${x}", "null"];
        let value = self.random.pick(&values).to_owned();
        match self.random.below(10) {
            0 => self.env.push((name.to_owned(), value)),
            1 if self.random.chance(50) => self.env.push((format!("{name}_JSON"), value)),
            2 if self.scope.features.var_flag => {
                self.args.push(vec!["--var".to_owned(), format!("{name}={value}")]);
            }
            _ => {}
        }
    }

    fn target(&mut self, name: &str) -> Item {
        let mut items = Vec::new();
        let mut scope = self.scope.clone();
        let matrix = self.random.chance(20);
        if matrix {
            items.extend(self.matrix(name, &mut scope));
        }
        if self.random.chance(35) && !self.scope.targets.is_empty() {
            items.push(attr("inherits", self.names()));
        }
        let known = names(self.scope.features);
        let mut chosen = self.random.some(1, 6, |random| random.pick(&known));
        chosen.sort_unstable();
        chosen.dedup();
        for name in chosen {
            items.push(attr(name, attribute(self.random, &scope, name)));
        }
        self.scope.targets.push(name.to_owned());
        block("target", Some(name), items)
    }

    /// `matrix` and `name`; the axes come into scope.
    fn matrix(&mut self, name: &str, scope: &mut Scope) -> Vec<Item> {
        let two = self.random.chance(25);
        self.loose.groups |= two;
        let mut axes = Vec::new();
        let mut pattern = name.to_owned();
        for axis in &["m", "n"][..=usize::from(two)] {
            let (values, part) = self.axis(axis);
            axes.push(((*axis).to_owned(), values));
            pattern.push_str(&part);
            scope.variables.push((*axis).to_owned());
        }
        let mut items = vec![attr("matrix", Value::Object(axes))];
        if self.random.chance(97) {
            items.push(attr("name", Value::Expr(quote(&pattern))));
        }
        items
    }

    /// The values of an axis, and the piece of the name that tells them apart.
    fn axis(&mut self, axis: &str) -> (Value, String) {
        let plain = |texts: &[&str]| Value::List(strings(texts));
        match self.random.below(5) {
            0 => {
                (Value::Expr(Tree::leaf("[1, 2.5, 3]")), format!("-${{sanitize(\"${{{axis}}}\")}}"))
            }
            1 => {
                let values = Tree::leaf("[{ k = \"a\" }, { k = \"b\", l = 1 }]");
                (Value::Expr(values), format!("-${{{axis}.k}}"))
            }
            2 => (Value::Expr(Tree::leaf("[1, 2]")), format!("-${{{axis}}}")),
            3 => (plain(&["1.0", "2.0"]), format!("-${{sanitize({axis})}}")),
            _ => (plain(&["a", "b", "c"]), format!("-${{{axis}}}")),
        }
    }

    fn group(&mut self, name: &str) -> Item {
        let item = block("group", Some(name), vec![attr("targets", self.names())]);
        self.scope.targets.push(name.to_owned());
        item
    }

    /// Some names of targets, now and then a wrong one.
    fn names(&mut self) -> Value {
        let known = self.scope.targets.clone();
        let name = |random: &mut Random| {
            let known = known[random.below(known.len())].clone();
            if random.chance(2) { "missing".to_owned() } else { known }
        };
        let names = self.random.some(1, 2, name);
        Value::List(names.iter().map(|name| Value::Expr(quote(name))).collect())
    }

    fn set_some(&mut self, names: &str) {
        for name in self.random.some(0, 3, |random| random.word(names).to_owned()) {
            let value = self.random.word("v1 dir a,b x=y").to_owned();
            self.env.push((name, value));
        }
    }

    fn switches(&mut self) {
        if self.scope.features.environment_switches && self.random.chance(6) {
            let name = self
                .random
                .word("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP BUILDX_BAKE_FILE_RELATIVE_PATHS");
            self.env.push((name.to_owned(), "1".to_owned()));
        }
        let flags = self.random.some(0, 1, |random| random.pick(FLAGS));
        if self.random.chance(30) {
            self.args.extend(flags.iter().map(|flag| vec![(*flag).to_owned()]));
        }
        if self.random.chance(2) {
            self.args.push(vec!["--load".to_owned(), "--push".to_owned()]);
        }
    }

    fn overrides(&mut self) {
        if self.random.chance(75) {
            return;
        }
        for _ in 0..=self.random.below(2) {
            let pattern = if self.random.chance(50) || self.scope.targets.is_empty() {
                self.random.word("* * * d* default [a-m]*").to_owned()
            } else {
                self.scope.targets[self.random.below(self.scope.targets.len())].clone()
            };
            let new = if self.scope.features.new_attributes { NEW_OVERRIDES } else { &[] };
            let all: Vec<&str> = OVERRIDES.iter().chain(new).copied().collect();
            let change = self.random.pick(&all);
            self.args.push(vec!["--set".to_owned(), format!("{pattern}.{change}")]);
        }
    }

    fn requests(&mut self) {
        let known = &self.scope.targets;
        let request = |random: &mut Random| match random.below(12) {
            0 => "*".to_owned(),
            1 if random.chance(20) => random.word("a* missing t-?").to_owned(),
            _ => known[random.below(known.len())].clone(),
        };
        for name in self.random.some(0, 2, request) {
            self.args.push(vec![name]);
        }
    }
}

fn attr(name: &str, value: Value) -> Item {
    Item::Attribute(name.to_owned(), value)
}

fn block(kind: &'static str, label: Option<&str>, items: Vec<Item>) -> Item {
    Item::Block(Block { kind, label: label.map(str::to_owned), items })
}

const FLAGS: &[&str] = &[
    "--push",
    "--load",
    "--no-cache",
    "--pull",
    "--sbom=true",
    "--provenance=mode=max",
    "--provenance=false",
    "--sbom=false",
    "--call=outline",
    "--check",
    "--progress=plain",
    "--allow=network.host",
    "--metadata-file=m.json",
];

const OVERRIDES: &[&str] = &[
    "args.A=set",
    "args.NEW=",
    "args.E",
    "args.A.b=c",
    "tags=one",
    "tags=",
    "tags+=more",
    "platforms=linux/arm64",
    "platforms+=linux/s390x",
    "output=type=local,dest=x",
    "output+=type=docker",
    "cache-from=user/z",
    "cache-from+=type=registry,ref=q",
    "cache-to=type=inline",
    "no-cache=true",
    "no-cache=",
    "pull=false",
    "pull=nope",
    "context=./x/../y",
    "dockerfile=Other",
    "target=stage",
    "labels.l=set",
    "labels.new.name=v",
    "contexts.c=d",
    "contexts.t=target:base",
    "ssh=default",
    "attest=type=sbom",
    "attest+=type=provenance,mode=min",
    "network=host",
    "shm-size=1g",
    "ulimits=nofile=5",
    "ulimits+=nproc=1:2",
    "no-cache-filter=x",
    "entitlements=network.host",
    "annotations=a=z",
    "annotations+=b=y",
    "call=lint",
    "description=x",
    "nonsense=1",
    "args=x",
    "extra-hosts.h=1.1.1.1",
    "push=true",
    "load=true",
    "inherits=base",
    "name=x",
    "dockerfile-inline=FROM x",
];

const NEW_OVERRIDES: &[&str] = &[
    "secret=id=s,env=Z",
    "secret+=id=new,src=n",
    "secret.s=env=Y",
    "resources.memory=2g",
    "resources.cpu-shares=5",
    "policy=filename=a.rego",
    "policy+=filename=z.rego",
];

/// Mistakes, and things that look like some.
const ODD: &[&str] = &[
    "target \"a\" \"b\" {}",
    "target {}",
    "nonsense \"x\" { a = b }",
    "top = 1",
    "variable \"bad\" { default = nope }",
    "target \"bad/name\" {}",
    "target \"dotted.name\" {}",
    "group \"g\" { targets = \"default\" }",
    "function \"upper\" {\n  params = [x]\n  result = x\n}",
    "variable \"bad\" { type = nope }",
    "target \"open\" {",
    "variable \"twice\" {\n default = 1\n default = 2\n}",
    "target \"one\" { tags = [\"a\"] }",
    "target one {}",
    "variable \"v\" {}\nvariable \"v\" { default = v }",
    "# comment\n// another\n/* and\n another */",
    "target \"one\" { args = { \"A\" : 1\n B : 2 } }",
    "variable \"A-b\" { default = \"x\" }",
    "target \"e\" { args = { a = \"${\" } }",
    "group \"empty\" { targets = [] }",
    "group \"self\" { targets = [\"self\"] }",
    "target \"m\" { matrix = {} }",
    "target \"m\" {\n  name = \"m\"\n  matrix = { x = [] }\n}",
    "target \"i\" { inherits = [\"i\"] }",
];
