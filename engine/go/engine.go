package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

// The defaults of a Prometheus server.
const (
	lookback              = 5 * time.Minute
	defaultSubqueryStep   = time.Minute
	defaultMaximumSamples = 50_000_000
)

// engine is the state of one worker: the PromQL engine, and the storages and rule sets that are open.
type engine struct {
	parser   parser.Parser
	promql   *promql.Engine
	storages map[int]*memory
	rules    map[int]*ruleSet
	opened   int
	// subqueryStep is the step of a subquery that names none.
	subqueryStep time.Duration
}

func newEngine() *engine {
	e := &engine{
		parser:       parser.NewParser(parser.Options{}),
		storages:     map[int]*memory{},
		rules:        map[int]*ruleSet{},
		subqueryStep: defaultSubqueryStep,
	}
	e.startQueries(defaultMaximumSamples)
	return e
}

func (e *engine) startQueries(maximumSamples int) {
	e.promql = promql.NewEngine(promql.EngineOpts{
		Logger:                   slog.New(slog.DiscardHandler),
		MaxSamples:               maximumSamples,
		Timeout:                  24 * time.Hour, // the wrapper's deadline decides: no timer fires while WebAssembly runs
		LookbackDelta:            lookback,
		NoStepSubqueryIntervalFn: func(int64) int64 { return e.subqueryStep.Milliseconds() },
		EnableAtModifier:         true,
		EnableNegativeOffset:     true,
		Parser:                   e.parser,
	})
}

type configuration struct {
	MaxSamples int `json:"maxSamples"`
}

func configure(e *engine, p configuration, _ call) (result, error) {
	e.startQueries(p.MaxSamples)
	return result{}, nil
}

func (e *engine) nextHandle() int {
	e.opened++
	return e.opened
}

func (e *engine) storage(handle int) (*memory, error) {
	opened, ok := e.storages[handle]
	if !ok {
		return nil, &failure{"storage-lost", fmt.Sprintf("storage %d is not open", handle)}
	}
	return opened, nil
}
