from http.server import SimpleHTTPRequestHandler, test

test(SimpleHTTPRequestHandler)
