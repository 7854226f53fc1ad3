package function

import (
	"net/http/httptest"
	"testing"
)

func TestHandle(t *testing.T) {
	t.Setenv("GREETING", "Hello")
	answer := httptest.NewRecorder()
	Handle(answer, httptest.NewRequest("GET", "/?name=Nx", nil))
	if got, want := answer.Body.String(), "Hello, Nx!\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
