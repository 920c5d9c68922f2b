// Pipeline is a program to trace: look at stages.go for its tasks, regions and logs.
//
//	go run ./pipeline -seconds 2 -trace pipeline.trace
//
// A reader, three workers and a writer pass documents on through channels.
// They make system calls, allocate enough for the garbage collector to run, and wait for each other.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"runtime/trace"
	"time"
)

func main() {
	file := flag.String("trace", "", "file to write an execution trace to")
	seconds := flag.Float64("seconds", 10, "how long to run")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Duration(*seconds*float64(time.Second)))
	defer cancel()
	if err := traced(*file, func() error { return run(ctx) }); err != nil {
		log.Fatal(err)
	}
}

// traced calls f, and writes a trace of it to the named file unless the name is empty.
func traced(name string, f func() error) error {
	if name == "" {
		return f()
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := trace.Start(file); err != nil {
		return err
	}
	err = f()
	trace.Stop()
	if err != nil {
		return err
	}
	return file.Close()
}

// run passes documents through the stages until ctx is done.
func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "pipeline")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	p := newPipeline(dir)
	if err := p.run(ctx); err != nil {
		return err
	}
	fmt.Printf("pipeline has indexed %d documents, %d different words\n", p.documents, len(p.total))
	return nil
}
