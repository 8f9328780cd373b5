//! How instructions are written, and what they say.

use super::support::{different_files, same_files};

#[test]
fn how_an_instruction_is_written_does_not_count() {
    let cases = [
        ("a comment", "FROM scratch\nRUN a\n", "# one\nFROM scratch\n# two\nRUN a\n# three\n"),
        ("a blank line", "FROM scratch\nRUN a\n", "\nFROM scratch\n\n\nRUN a\n\n"),
        ("the case of a keyword", "FROM scratch\nRUN a\n", "from scratch\nrun a\n"),
        ("white space around it", "FROM scratch\nRUN a\n", "  FROM  scratch \n\tRUN   a \t\n"),
        ("line ends", "FROM scratch\nRUN a\n", "FROM scratch\r\nRUN a\r\n"),
        (
            "a line that goes on",
            "FROM scratch\nCOPY --from=x a b /\n",
            "FROM scratch\nCOPY \\\n --from=x \\\n a \\\n# why\n b /\n",
        ),
        (
            "a line of a command that goes on",
            "FROM scratch\nRUN a b\n",
            "FROM scratch\nRUN a \\\nb\n",
        ),
        (
            "a comment in a command",
            "FROM scratch\nRUN a \\\nb\n",
            "FROM scratch\nRUN a \\\n# why\nb\n",
        ),
        ("the escape character", "FROM scratch\nRUN a\n", "# escape=`\nFROM scratch\nRUN a\n"),
        (
            "what the linter is told",
            "FROM scratch\nRUN a\n",
            "# check=skip=all\nFROM scratch\nRUN a\n",
        ),
        ("quotes of a value", "FROM scratch\nENV A=b\n", "FROM scratch\nENV A=\"b\"\n"),
        ("the old form of ENV", "FROM scratch\nENV A=b\n", "FROM scratch\nENV A b\n"),
        (
            "braces of a variable",
            "FROM scratch\nARG A=1\nENV B=$A\n",
            "FROM scratch\nARG A=1\nENV B=${A}\n",
        ),
        (
            "spaces in JSON",
            "FROM scratch\nCMD [\"a\",\"b\"]\n",
            "FROM scratch\nCMD [ \"a\" , \"b\" ]\n",
        ),
        (
            "how a duration is written",
            "FROM scratch\nHEALTHCHECK --interval=60s CMD a\n",
            "FROM scratch\nHEALTHCHECK --interval=1m CMD a\n",
        ),
        (
            "a time that is none",
            "FROM scratch\nHEALTHCHECK CMD a\n",
            "FROM scratch\nHEALTHCHECK --timeout=0s --retries=0 CMD a\n",
        ),
        (
            "JSON for files",
            "FROM scratch\nCOPY --from=x a /b\n",
            "FROM scratch\nCOPY --from=x [\"a\", \"/b\"]\n",
        ),
        (
            "a checksum of what is a commit anyway",
            "FROM scratch\nADD https://a.example/x.git#0123456789012345678901234567890123456789 /\n",
            "FROM scratch\nADD --checksum=0123 --keep-git-dir=false \
             https://a.example/x.git#0123456789012345678901234567890123456789 /\n",
        ),
        (
            "what is said of repositories where there are none",
            "FROM scratch\nADD <<E /a\nb\nE\n",
            "FROM scratch\nADD --keep-git-dir <<E /a\nb\nE\n",
        ),
        (
            "where a text of commands ends",
            "FROM scratch\nRUN <<E\na\nE\n",
            "FROM scratch\nRUN <<\"F\"\na\nF\n",
        ),
        (
            "tabs that are dropped",
            "FROM scratch\nRUN <<E\na\nE\n",
            "FROM scratch\nRUN <<-E\n\ta\nE\n",
        ),
        (
            "the name of what begins with two tabs and is no script",
            "FROM scratch\nRUN <<-E\n\t\t# !/a\nE\n",
            "FROM scratch\nRUN <<-F\n\t# !/a\nF\n",
        ),
        (
            "what is the default anyway",
            "FROM scratch\nRUN a\n",
            "FROM scratch\nRUN --network=default --security=sandbox a\n",
        ),
        (
            "the order of flags",
            "FROM scratch\nCOPY --from=x --chown=1 --chmod=600 a /b\n",
            "FROM scratch\nCOPY --chmod=600 --chown=1 --from=x a /b\n",
        ),
    ];
    for (what, one, other) in cases {
        same_files(what, one, other);
    }
}

#[test]
fn what_an_instruction_says_counts() {
    let cases = [
        ("the command", "RUN a", "RUN b"),
        ("spaces in a command", "RUN a b", "RUN a  b"),
        ("the indent of a line of a command", "RUN a \\\nb", "RUN a \\\n  b"),
        ("shell or not", "RUN a", "RUN [\"a\"]"),
        ("words of a command", "RUN [\"a b\"]", "RUN [\"a\", \"b\"]"),
        ("the network", "RUN a", "RUN --network=none a"),
        ("the network of the host", "RUN --network=none a", "RUN --network=host a"),
        ("security", "RUN a", "RUN --security=insecure a"),
        ("a device", "RUN a", "RUN --device=vendor.com/x=y a"),
        ("a text for a command", "RUN <<E\na\nE", "RUN <<E\nb\nE"),
        ("white space in a text", "RUN <<E\na b\nE", "RUN <<E\na  b\nE"),
        ("a comment in a text", "RUN <<E\na\nE", "RUN <<E\n# c\na\nE"),
        ("tabs of a text", "RUN <<E\n\ta\nE", "RUN <<-E\n\ta\nE"),
        ("the name of a script", "RUN <<E\n#!/a\nE", "RUN <<F\n#!/a\nF"),
        ("the name of a script behind a tab", "RUN <<-E\n\t#!/a\nE", "RUN <<-F\n\t#!/a\nF"),
        ("a tab before a script", "RUN <<-E\n#!/a\nE", "RUN <<-E\n\t#!/a\nE"),
        ("what is done with a text", "RUN <<E cat\na\nE", "RUN <<E tac\na\nE"),
        ("whether its variables are filled in", "RUN cat <<E\na\nE", "RUN cat <<\"E\"\na\nE"),
        ("a second text", "RUN cat <<E <<F\na\nE\nb\nF", "RUN cat <<E <<F\na\nE\nc\nF"),
        ("an order", "RUN a\nRUN b", "RUN b\nRUN a"),
        ("a repeat", "RUN a", "RUN a\nRUN a"),
        ("a variable", "ENV A=1", "ENV A=2"),
        ("the name of a variable", "ENV A=1", "ENV B=1"),
        ("two variables at once", "ENV A=1 B=2", "ENV A=1\nENV B=2"),
        ("the shell", "SHELL [\"/bin/sh\", \"-c\"]\nRUN a", "SHELL [\"/bin/bash\", \"-c\"]\nRUN a"),
        ("no shell", "RUN a", "SHELL [\"/bin/bash\", \"-c\"]\nRUN a"),
        ("the folder", "WORKDIR /a\nRUN a", "WORKDIR /b\nRUN a"),
        ("the user", "USER a\nRUN a", "USER b\nRUN a"),
        ("the user after all", "RUN a", "RUN a\nUSER b"),
        ("a label", "LABEL a=b", "LABEL a=c"),
        ("the order of a label", "LABEL a=b\nRUN a", "RUN a\nLABEL a=b"),
        ("what is started", "CMD a", "CMD b"),
        ("what is started first", "ENTRYPOINT a", "ENTRYPOINT [\"a\"]"),
        ("a port", "EXPOSE 80", "EXPOSE 80/udp"),
        ("a volume", "VOLUME /a", "VOLUME /b"),
        ("a signal", "STOPSIGNAL SIGINT", "STOPSIGNAL SIGTERM"),
        ("a check", "HEALTHCHECK CMD a", "HEALTHCHECK CMD b"),
        ("how often", "HEALTHCHECK CMD a", "HEALTHCHECK --interval=5s CMD a"),
        ("how many times", "HEALTHCHECK --retries=1 CMD a", "HEALTHCHECK --retries=2 CMD a"),
        ("no check", "HEALTHCHECK CMD a", "HEALTHCHECK NONE"),
        ("a trigger", "ONBUILD RUN a", "ONBUILD RUN b"),
        ("the text of a trigger", "ONBUILD RUN a", "ONBUILD run a"),
        ("who made it", "MAINTAINER a", "MAINTAINER b"),
        ("where to", "COPY --from=x a /b", "COPY --from=x a /c"),
        ("what", "COPY --from=x a /b", "COPY --from=x c /b"),
        ("the owner", "COPY --from=x a /b", "COPY --from=x --chown=1 a /b"),
        ("the mode", "COPY --from=x --chmod=600 a /b", "COPY --from=x --chmod=644 a /b"),
        ("a layer of its own", "COPY --from=x a /b", "COPY --from=x --link a /b"),
        ("folders on the way", "COPY --from=x a/b /c/", "COPY --from=x --parents a/b /c/"),
        ("what is left out", "COPY --from=x a /b", "COPY --from=x --exclude=c a /b"),
        ("a file in the Dockerfile", "COPY <<E /a\nb\nE", "COPY <<E /a\nc\nE"),
        ("its name", "COPY <<E /a/\nb\nE", "COPY <<F /a/\nb\nF"),
        ("whether it is copied or added", "COPY --from=x a /b", "ADD https://a.example/a /b"),
    ];
    let file = |body: &str| format!("FROM scratch\n{body}\n");
    for (what, one, other) in cases {
        different_files(what, &file(one), &file(other));
    }
}

#[test]
fn mounts_count_but_for_which_cache_it_is() {
    let file = |mount: &str| format!("FROM scratch\nRUN --mount={mount} a\n");
    let different = [
        ("where to", "type=cache,target=/a", "type=cache,target=/b"),
        ("whether it can be written to", "type=cache,target=/a", "type=cache,target=/a,ro"),
        ("who owns it", "type=cache,target=/a", "type=cache,target=/a,uid=1"),
        ("the default", "type=cache,target=/a", "type=cache,target=/a,id=x"),
        ("the default without its slash", "type=cache,target=/a", "type=cache,target=/a,id=a"),
        ("a target with a slash", "type=cache,target=/a/", "type=cache,target=/a/,id=/a/"),
        ("a target below another folder", "type=cache,target=a,id=x", "type=cache,target=a,id=/a"),
        ("the size", "type=tmpfs,target=/a", "type=tmpfs,target=/a,size=1m"),
        ("the kind", "type=tmpfs,target=/a", "type=cache,target=/a"),
        ("a secret", "type=secret,id=a", "type=secret,id=b"),
        ("its file", "type=secret,id=a", "type=secret,id=a,target=/a"),
        ("who owns the file", "type=secret,id=a,mode=0400", "type=secret,id=a,gid=1"),
        ("its mode", "type=secret,id=a,uid=1", "type=secret,id=a,uid=1,mode=444"),
        ("whether it is needed", "type=secret,id=a", "type=secret,id=a,required"),
        ("the variable of a secret", "type=secret,id=a", "type=secret,id=a,env=A"),
        ("an agent", "type=ssh", "type=ssh,id=b"),
        ("the file", "from=x,source=/a,target=/t", "from=x,source=/b,target=/t"),
        ("the image", "from=x,target=/t", "from=y,target=/t"),
    ];
    for (what, one, other) in different {
        different_files(what, &file(one), &file(other));
    }
    let same = [
        ("which cache", "type=cache,target=/a,id=x", "type=cache,target=/a,id=y"),
        ("who shares it", "type=cache,target=/a,id=x", "type=cache,target=/a,id=x,sharing=locked"),
        ("the id of the default", "type=cache,target=/a", "type=cache,target=/a,id=/a"),
        ("a slash behind", "type=cache,target=/a/", "type=cache,target=/a/,id=x"),
        ("an id where none is asked for", "from=x,target=/a", "from=x,target=/a,id=b"),
        ("the order of fields", "type=cache,target=/a,ro", "ro,target=/a,type=cache"),
        ("another word", "type=tmpfs,target=/a", "type=tmpfs,dst=/a"),
        ("a file in memory", "type=tmpfs,target=/a", "type=tmpfs,target=/a,source=b"),
        ("a size that is none", "type=tmpfs,target=/a", "type=tmpfs,target=/a,size=0"),
        ("a slash of a file", "from=x,source=/a,target=/t", "from=x,source=a/,target=/t"),
        ("where a secret is", "type=secret,id=a", "type=secret,id=a,target=/run/secrets/a"),
        ("a secret by its file", "type=secret,id=a", "type=secret,target=/run/secrets/a"),
        ("a secret by its source", "type=secret,id=a", "type=secret,source=a,rw"),
        ("the mode of a secret", "type=secret,id=a", "type=secret,id=a,mode=0400,uid=0"),
        ("the mode of an agent", "type=ssh", "type=ssh,mode=600,gid=0"),
    ];
    for (what, one, other) in same {
        same_files(what, &file(one), &file(other));
    }
}
