# Two images of one project, built together by default.

variable "TAG" {
  default     = "dev"
  description = "The tag of both images"
}

group "default" {
  description = "Everything that is deployed"
  targets     = ["web", "worker"]
}

target "web" {
  description = "The web server"
  context     = "web"
  tags        = ["example.org/shop/web:${TAG}"]
}

target "worker" {
  description = "What runs in the background"
  context     = "worker"
  tags        = ["example.org/shop/worker:${TAG}"]
}
