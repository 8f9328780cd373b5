# Images that carry their content keys as tags: same key, same image.

variable "REVISION" {
  default     = "unknown"
  description = "The commit that is built"
}

group "default" {
  description = "The server, and the test of it"
  targets     = ["app", "smoke"]
}

target "base" {
  description = "What all images stand on"
  context     = "base"
  tags        = ["example.org/shop/base:{{ key }}"]
}

target "app" {
  description = "The server"
  context     = "app"
  contexts    = { base = "target:base" }
  args        = { VERSION = "1.4" }
  tags        = ["example.org/shop/app:{{ key }}", "example.org/shop/app:latest"]

  # Else every commit would be another image. It stays that of the commit that was built.
  labels     = { "org.opencontainers.image.revision" = REVISION }
  key-ignore = ["labels.org.opencontainers.image.revision"]
}

# It is run again where the image or the script is another one.
task "smoke" {
  image   = "app"
  command = ["sh", "smoke.sh", "{{ image(\"app\") }}"]
  inputs  = ["smoke.sh"]
}
