// Fetches a page, and fails unless it is the one that is expected.
package main

import (
	"io"
	"net/http"
	"os"
)

func main() {
	answer, err := http.Get("http://" + os.Args[1] + "/page")
	if err != nil {
		os.Exit(1)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != os.Args[2] {
		os.Exit(1)
	}
}
