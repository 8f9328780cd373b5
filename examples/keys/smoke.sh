# Whether the image has what it is to serve with.
docker run --rm "$1" python3 -c 'import http.server'
