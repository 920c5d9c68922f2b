//go:build go1.25

package main

import (
	"flag"
	"net/http"
	"runtime/trace"
	"time"
)

// A flight recorder keeps the last seconds of the execution in memory, at little cost, until somebody asks for them:
// when something odd has happened, its trace is already there.
func init() {
	usage := "keep a trace of the last seconds, to be fetched at /debug/pprof/flight"
	flag.BoolFunc("flight", usage, func(string) error {
		recorder := trace.NewFlightRecorder(trace.FlightRecorderConfig{MinAge: 5 * time.Second})
		http.HandleFunc("GET /debug/pprof/flight", func(w http.ResponseWriter, r *http.Request) {
			if _, err := recorder.WriteTo(w); err != nil {
				// One snapshot at a time.
				http.Error(w, err.Error(), http.StatusConflict)
			}
		})
		return recorder.Start()
	})
}
