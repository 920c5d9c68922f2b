// Package notify is the leak of the shop: look at the function Subscribe returns, which forgets to close a channel.
package notify

import (
	"sync"
	"sync/atomic"
)

// Hub passes the events of a tenant to those who have subscribed to it.
type Hub struct {
	mu          sync.Mutex
	subscribers map[chan string]string // to the tenant
	delivered   atomic.Int64
}

// NewHub returns a hub without subscribers.
func NewHub() *Hub {
	return &Hub{subscribers: make(map[chan string]string)}
}

// Subscribe starts a goroutine for the events of a tenant. The function it returns ends the subscription.
func (h *Hub) Subscribe(tenant string) (cancel func()) {
	events := make(chan string, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.subscribers[events] = tenant
	go h.deliver(events)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.subscribers, events)
		// The fault: without close(events), deliver waits for ever.
	}
}

// Publish hands an event to the tenant's subscribers; one that is busy misses it.
func (h *Hub) Publish(tenant, event string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for events, subscribed := range h.subscribers {
		if subscribed != tenant {
			continue
		}
		select {
		case events <- event:
		default:
		}
	}
}

// Delivered returns the number of events delivered to all subscribers.
func (h *Hub) Delivered() int64 {
	return h.delivered.Load()
}

func (h *Hub) deliver(events <-chan string) {
	for range events {
		h.delivered.Add(1)
	}
}
