// The loop in Rule.match is the hottest line of the shop, and it runs inside Engine.Apply: the compiler inlines it.
package pricing

// Rule gives a discount on items whose description contains a word.
type Rule struct {
	Percent int

	// masks holds one bit per letter of the word: bit i of masks[c] says that letter i is c.
	masks [256]uint64
	// accept is the bit of the last letter.
	accept uint64
}

// NewRule returns the rule for a word of 1 to 64 bytes.
func NewRule(word string, percent int) Rule {
	rule := Rule{Percent: percent, accept: 1 << (len(word) - 1)}
	for i := range len(word) {
		rule.masks[word[i]] |= 1 << i
	}
	return rule
}

// match searches text with the shift-and algorithm: bit i of state says that
// the word's first i+1 letters end at this place of the text.
func (r *Rule) match(text string) bool {
	var state uint64
	for i := range len(text) {
		state = (state<<1 | 1) & r.masks[text[i]]
		if state&r.accept != 0 {
			return true
		}
	}
	return false
}
