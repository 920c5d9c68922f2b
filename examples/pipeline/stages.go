// Look at pipeline.read, index and write: one stage each, and every document is a runtime/trace task through all three.
package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime/trace"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	workers = 3
	// pause is the time between two documents; it keeps the trace small.
	pause = 4 * time.Millisecond
)

// document is one task. Its context carries the task from stage to stage.
type document struct {
	ctx   context.Context
	task  *trace.Task
	id    int
	text  string
	words map[string]int
	hash  uint32
}

type pipeline struct {
	dir     string
	texts   chan *document // from read to index
	indexes chan *document // from index to write

	// Only write changes these.
	documents int
	total     map[string]int
}

func newPipeline(dir string) *pipeline {
	return &pipeline{
		dir:     dir,
		texts:   make(chan *document),
		indexes: make(chan *document, 1),
		total:   make(map[string]int),
	}
}

// run starts the stages and writes until the last of them has ended.
func (p *pipeline) run(ctx context.Context) error {
	source := filepath.Join(p.dir, "source.txt")
	if err := os.WriteFile(source, []byte(sampleText()), 0o600); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- p.read(ctx, source) }()

	var indexers sync.WaitGroup
	indexers.Add(workers)
	for range workers {
		go p.index(&indexers)
	}
	go func() {
		indexers.Wait()
		close(p.indexes)
	}()
	if err := p.write(); err != nil {
		return err
	}
	return <-failed
}

// read begins a task for each document and reads it: system calls.
func (p *pipeline) read(ctx context.Context, source string) error {
	defer close(p.texts)
	for id := 1; ctx.Err() == nil; id++ {
		taskCtx, task := trace.NewTask(ctx, "document")
		doc := &document{ctx: taskCtx, task: task, id: id}
		region := trace.StartRegion(doc.ctx, "read")
		text, err := os.ReadFile(source)
		region.End()
		if err != nil {
			task.End()
			return err
		}
		doc.text = string(text)
		trace.Logf(doc.ctx, "read", "document %d, %d bytes", id, len(text))
		p.texts <- doc
		time.Sleep(pause)
	}
	return nil
}

// index counts words, which makes garbage, and hashes, which takes processor time.
func (p *pipeline) index(done *sync.WaitGroup) {
	defer done.Done()
	for doc := range p.texts {
		trace.WithRegion(doc.ctx, "index", func() { doc.words = countWords(doc.text) })
		trace.WithRegion(doc.ctx, "hash", func() { doc.hash = hash(doc.text) })
		trace.Logf(doc.ctx, "index", "%d different words, hash %08x", len(doc.words), doc.hash)
		p.indexes <- doc
	}
}

// write stores each index and ends the task: system calls again. All workers wait for it.
func (p *pipeline) write() error {
	target := filepath.Join(p.dir, "index.txt")
	for doc := range p.indexes {
		region := trace.StartRegion(doc.ctx, "write")
		err := os.WriteFile(target, []byte(format(doc.words)), 0o600)
		region.End()
		doc.task.End()
		if err != nil {
			return err
		}
		p.documents++
		for word, count := range doc.words {
			p.total[word] += count
		}
	}
	return nil
}

func countWords(text string) map[string]int {
	words := make(map[string]int)
	for _, word := range strings.Fields(strings.ToLower(text)) {
		words[strings.Trim(word, ".,;")]++
	}
	return words
}

// hash repeats the FNV-1a hash of text: work without garbage, about two milliseconds.
func hash(text string) uint32 {
	sum := uint32(2166136261)
	for range 200 {
		for i := range len(text) {
			sum = (sum ^ uint32(text[i])) * 16777619
		}
	}
	return sum
}

func format(words map[string]int) string {
	var lines strings.Builder
	for word, count := range words {
		lines.WriteString(word + " " + strconv.Itoa(count) + "\n")
	}
	return lines.String()
}

// sampleText returns about 7 kB with a few hundred different words.
func sampleText() string {
	var text strings.Builder
	for i := range 800 {
		text.WriteString("Word" + strconv.Itoa(i*i%997) + ", ")
	}
	return text.String()
}
