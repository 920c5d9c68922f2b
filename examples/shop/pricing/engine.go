// Package pricing is the hot spot of the shop: look at Engine.Apply and at Rule.match, which is inlined into it.
//
// The waste is that Apply searches a description again for every unit in a basket,
// although all units of one item have the same description.
package pricing

// Engine finds the price of a basket under a set of discount rules.
type Engine struct {
	rules []Rule
}

// NewEngine returns an engine which knows the given rules.
func NewEngine(rules []Rule) *Engine {
	return &Engine{rules: rules}
}

// Apply returns the price of a basket in cents. Each unit gets the best discount of all rules that match it.
func (e *Engine) Apply(basket []Item) int {
	total := 0
	for i := range basket {
		item := &basket[i]
		best := 0
		for j := range e.rules {
			rule := &e.rules[j]
			if rule.Percent > best && rule.match(item.Description) {
				best = rule.Percent
			}
		}
		total += item.Cents * (100 - best) / 100
	}
	return total
}
