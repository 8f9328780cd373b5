variable "s" { default = "str" }
variable "n" { default = 5 }
variable "b" { default = true }
variable "t" { default = ["a", "b", 3] }
variable "o" { default = { x = 1, y = ["p", "q"], z = { w = "deep" } } }
variable "tl" {
  type = list(string)
  default = ["l1", "l2"]
}
variable "el" {
  type = list(string)
  default = []
}
variable "ts" {
  type = set(string)
  default = ["b", "a"]
}
variable "tm" {
  type = map(number)
  default = { one = 1, two = 2 }
}
variable "lo" {
  type = list(object({ a = number, b = string }))
  default = [{ a = 1, b = "x" }, { a = 2, b = "y" }]
}
variable "elo" {
  type = list(object({ a = number, b = string }))
  default = []
}
variable "ns" { type = string }
variable "nl" { type = list(string) }
variable "nn" { type = number }
variable "nb" { type = bool }
function "f" {
  params = [a, b]
  result = "${a}-${b}"
}
function "va" {
  params = [a]
  variadic_params = rest
  result = [a, rest]
}
function "id" {
  params = [x]
  result = x
}
function "glob" {
  params = []
  result = s
}
function "bad" {
  params = [x]
  result = x.nope
}
function "outer" {
  params = [x]
  result = f(x, id(x))
}
function "usesn" {
  params = [x]
  result = n + x
}
