// Compresses a file with Go's compress/gzip, as func does it; the output is counted and thrown away.
// It prints the seconds without the start of the process, and the bytes of the output, as JSON.
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"time"
)

type counter struct{ size int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.size += int64(len(p))
	return len(p), nil
}

func main() {
	start := time.Now()
	file, err := os.Open(os.Args[1])
	check(err)
	output := &counter{}
	writer := gzip.NewWriter(output)
	_, err = io.CopyBuffer(struct{ io.Writer }{writer}, struct{ io.Reader }{file}, make([]byte, 1<<20))
	check(err)
	check(writer.Close())
	fmt.Printf("{\"stream\":%f,\"size\":%d}\n", time.Since(start).Seconds(), output.size)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
