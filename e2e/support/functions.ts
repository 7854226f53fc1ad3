/** Sources of the sample functions, by signature, and the files of a function around one. */
import type { Files } from './workspace';

export interface FunctionParts {
  /** More lines of func.yaml. */
  readonly yaml?: string;
  /** More lines of go.mod. */
  readonly goMod?: string;
  /** The name of the module; nearly every real function is called `function`. */
  readonly module?: string;
  /** More files, relative to the function. */
  readonly files?: Files;
}

/** The files of a Go function: func.yaml, go.mod and one source. Its project has the folder's name. */
export function goFunction(root: string, source: string, parts: FunctionParts = {}): Files {
  const { yaml = '', goMod = '', module = 'function', files = {} } = parts;
  const name = root.replace(/.*\//, '');
  const more = Object.entries(files).map(([path, content]) => [`${root}/${path}`, content]);
  return {
    [`${root}/func.yaml`]: `specVersion: 0.36.0\nname: ${name}\nruntime: go\n${yaml}`,
    [`${root}/go.mod`]: `module ${module}\n\ngo 1.21\n\n${goMod}`,
    [`${root}/handle.go`]: source,
    ...(Object.fromEntries(more) as Files),
  };
}

/** The go.mod line of a function that takes CloudEvents. */
export const REQUIRE_CLOUDEVENTS = 'require github.com/cloudevents/sdk-go/v2 v2.15.2\n';

/** func.yaml's line of one. */
export const INVOKE_CLOUDEVENT = 'invoke: cloudevent\n';

/** A static HTTP function that answers what an expression of type string says. */
export function httpHandle(expression: string, imports: readonly string[] = []): string {
  return `package function

import (
	"fmt"
	"net/http"
${imports.map((path) => `\t"${path}"\n`).join('')})

func Handle(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, ${expression})
}
`;
}

/** Instanced, with all of func-go's optional methods: the answer tells that Start was called. */
export const HTTP_NEW = `package function

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
)

type greeter struct {
	started atomic.Bool
}

func New() *greeter { return &greeter{} }

func (g *greeter) Start(ctx context.Context, cfg map[string]string) error {
	g.started.Store(true)
	return nil
}

func (g *greeter) Ready(ctx context.Context) (bool, error) { return g.started.Load(), nil }

func (g *greeter) Stop(ctx context.Context) error {
	fmt.Println("stopped by Stop")
	return nil
}

func (g *greeter) Handle(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "new, started %t", g.started.Load())
}
`;

/** What func took before it had instances. */
export const HTTP_HANDLE_CONTEXT = `package function

import (
	"context"
	"fmt"
	"net/http"
)

func Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "old, context %t", ctx == r.Context())
}
`;

export const EVENT_NEW = `package function

import (
	"context"

	"github.com/cloudevents/sdk-go/v2/event"
)

type Echo struct{}

func New() *Echo { return &Echo{} }

func (e *Echo) Handle(ctx context.Context, in event.Event) (*event.Event, error) {
	out := in.Clone()
	out.SetType("new.response")
	return &out, nil
}
`;

export const EVENT_HANDLE = `package function

import "github.com/cloudevents/sdk-go/v2/event"

func Handle(in event.Event) (*event.Event, error) {
	out := in.Clone()
	out.SetType("handle.response")
	return &out, nil
}
`;

/** A whole program: it tells what its image has for it, beside its own file. */
export const SERVER = `package main

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		pool, err := x509.SystemCertPool()
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		if err := os.WriteFile(os.TempDir()+"/upload", nil, 0o600); err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		folder, _ := os.Getwd()
		fmt.Fprintf(w, "main in %s as %d, certificates %t", folder, os.Getuid(), !pool.Equal(x509.NewCertPool()))
	})
	if err := http.ListenAndServe(os.Getenv("LISTEN_ADDRESS"), nil); err != nil {
		panic(err)
	}
}
`;
