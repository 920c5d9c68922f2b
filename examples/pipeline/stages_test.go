// Debug TestRun to step through one short run of all stages.
package main

import (
	"context"
	"maps"
	"testing"
	"time"
)

func TestCountWords(t *testing.T) {
	got := countWords("Park, run; park. Steal")
	want := map[string]int{"park": 2, "run": 1, "steal": 1}
	if !maps.Equal(got, want) {
		t.Errorf("countWords = %v, want %v", got, want)
	}
}

func TestRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	p := newPipeline(t.TempDir())
	if err := p.run(ctx); err != nil {
		t.Fatal(err)
	}
	if p.documents == 0 || len(p.total) == 0 {
		t.Errorf("indexed %d documents with %d words, want some", p.documents, len(p.total))
	}
}
