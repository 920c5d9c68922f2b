// Set a breakpoint in shop.order: every request passes it, in a goroutine labelled with request and tenant.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	_ "net/http/pprof" // registers /debug/pprof/ on http.DefaultServeMux
	"runtime/pprof"
	"strconv"
	"sync/atomic"
	"time"

	"delvescope.example/shop/notify"
	"delvescope.example/shop/orders"
)

// shop serves the requests.
type shop struct {
	orders   *orders.Service
	hub      *notify.Hub
	requests atomic.Int64
}

// routes connects the paths with their handlers. The profiles stay outside labelled.
func (s *shop) routes() http.Handler {
	handlers := http.NewServeMux()
	handlers.HandleFunc("/order", s.order)
	handlers.HandleFunc("/subscribe", s.subscribe)

	mux := http.NewServeMux()
	mux.Handle("/", s.labelled(handlers))
	mux.Handle("/debug/pprof/", http.DefaultServeMux)
	return mux
}

// order sells one kind of item: /order?tenant=acme&item=mug&quantity=3.
func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	quantity, err := strconv.Atoi(cmp.Or(r.FormValue("quantity"), "1"))
	if err != nil {
		http.Error(w, "quantity must be a number", http.StatusBadRequest)
		return
	}
	item := cmp.Or(r.FormValue("item"), "mug")
	receipt, err := s.orders.Place(r.Context(), tenantOf(r), item, quantity)
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(receipt)
}

// subscribe listens to a tenant's orders for a moment. Each call leaks a goroutine; package notify shows why.
func (s *shop) subscribe(w http.ResponseWriter, r *http.Request) {
	cancel := s.hub.Subscribe(tenantOf(r))
	defer cancel()
	select {
	case <-time.After(50 * time.Millisecond):
	case <-r.Context().Done():
	}
	fmt.Fprintf(w, "%d events delivered so far\n", s.hub.Delivered())
}

// labelled runs each request under profiler labels. Goroutines which the handler starts inherit them.
func (s *shop) labelled(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := strconv.FormatInt(s.requests.Add(1), 10)
		labels := pprof.Labels("request", request, "tenant", tenantOf(r))
		pprof.Do(r.Context(), labels, func(ctx context.Context) {
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	})
}

func tenantOf(r *http.Request) string {
	return cmp.Or(r.FormValue("tenant"), "guest")
}
