// Look here for what the shop sells and which discounts it gives; nothing in this file costs time.
package pricing

// Item is something the shop sells.
type Item struct {
	Name        string
	Cents       int
	Description string
}

// Catalog returns all items.
func Catalog() []Item {
	return []Item{
		{"mug", 1290, "A stoneware mug with a gopher on it, glazed by hand, safe in the dishwasher and in the microwave oven. Holds a third of a litre of coffee, tea or soup."},
		{"shirt", 2490, "A shirt of organic cotton, printed with water-based ink. The cut is straight, the collar is ribbed, and the colour stays after fifty washes at forty degrees."},
		{"poster", 1790, "A poster on heavy matt paper showing the phases of a garbage collection, from mark setup to sweep. Comes rolled in a tube, without a frame, ready for a wall."},
		{"keyboard", 11900, "A mechanical keyboard with quiet switches and keycaps that do not wear off. The cable is detachable, the layout can be changed, and there is a key for goroutines."},
		{"notebook", 990, "A notebook of two hundred dotted pages, thread-bound so that it lies flat on a desk. The cover is cloth, and a pocket at the back keeps loose sheets together."},
	}
}

// Promotions returns the discount rules. Most match nothing, which does not make searching for them cheaper.
func Promotions() []Rule {
	words := []string{
		"winter", "summer", "spring", "autumn", "linen", "silk", "wool", "leather", "bamboo", "marble",
		"copper", "brass", "steel", "walnut", "cherry", "maple", "vintage", "limited", "signed", "refurbished",
		"outlet", "bundle", "clearance", "student", "teacher", "birthday", "voucher", "loyalty", "premium", "deluxe",
		"travel", "garden", "kitchen", "office", "camping", "cycling", "running", "sailing", "climbing", "fishing",
	}
	rules := []Rule{NewRule("gopher", 10), NewRule("cotton", 15), NewRule("garbage collection", 20)}
	for i, word := range words {
		rules = append(rules, NewRule(word, 25+i))
	}
	return rules
}
