// Debug TestApply to step through the rules; profile BenchmarkApply to see the hot loop without the web server.
package pricing

import (
	"slices"
	"testing"
)

func TestApply(t *testing.T) {
	engine := NewEngine([]Rule{NewRule("gopher", 10), NewRule("red", 20)})
	mug := Item{Name: "mug", Cents: 1000, Description: "with a gopher"}
	hat := Item{Name: "hat", Cents: 500, Description: "a red hat with a gopher"}
	pen := Item{Name: "pen", Cents: 100, Description: "writes"}

	tests := []struct {
		name   string
		basket []Item
		want   int
	}{
		{"empty", nil, 0},
		{"no rule matches", []Item{pen}, 100},
		{"one rule matches", []Item{mug}, 900},
		{"the better of two rules", []Item{hat}, 400},
		{"every unit counts", []Item{mug, mug, hat, pen}, 2300},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := engine.Apply(test.basket); got != test.want {
				t.Errorf("Apply = %d cents, want %d", got, test.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		word, text string
		want       bool
	}{
		{"go", "", false},
		{"go", "g", false},
		{"go", "let's go", true},
		{"aab", "aaab", true},
		{"aab", "abab", false},
	}
	for _, test := range tests {
		rule := NewRule(test.word, 1)
		if got := rule.match(test.text); got != test.want {
			t.Errorf("match(%q) of %q = %v, want %v", test.text, test.word, got, test.want)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	engine := NewEngine(Promotions())
	basket := slices.Repeat(Catalog(), 4)
	for b.Loop() {
		engine.Apply(basket)
	}
}
