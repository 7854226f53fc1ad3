// Package function is what the README of nx-func runs.
package function

import (
	"fmt"
	"net/http"
	"os"
)

// Handle greets whoever is named by the query parameter "name".
func Handle(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	if name == "" {
		name = "world"
	}
	fmt.Fprintf(w, "%s, %s!\n", os.Getenv("GREETING"), name)
}
