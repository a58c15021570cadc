package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/template"
)

const resolvedRetention = 15 * time.Minute

type alertState string

const (
	inactive alertState = "inactive"
	pending  alertState = "pending"
	firing   alertState = "firing"
)

// alerts is the state machine of one alerting rule. An alert is known by its expanded labels.
type alerts struct {
	name          string
	hold          time.Duration
	keepFiringFor time.Duration
	labels        labels.Labels
	annotations   labels.Labels
	expansions    *expansions
	// queries are those that the templates ask, as far as they can be known before they are expanded.
	queries        []parser.Expr
	unknownQueries bool
	active         map[string]*alert
}

type alert struct {
	labels          labels.Labels
	annotations     labels.Labels
	state           alertState
	value           float64
	activeAt        time.Time
	firedAt         time.Time
	resolvedAt      time.Time
	keptFiringSince time.Time
}

func newAlerts(from rulefmt.Rule, all labels.Labels, seen *outside, read parser.Parser) *alerts {
	annotations := labels.FromMap(from.Annotations)
	queries, complete := templateQueries(read, all, annotations)
	return &alerts{
		name: from.Alert, hold: time.Duration(from.For), keepFiringFor: time.Duration(from.KeepFiringFor),
		labels: all, annotations: annotations, queries: queries, unknownQueries: !complete,
		expansions: newExpansions(from.Alert, seen), active: map[string]*alert{},
	}
}

// step takes the rule's result at one time and returns the samples of ALERTS and ALERTS_FOR_STATE. They carry the time
// at which they are written, which the group's query offset puts before the time of the evaluation.
func (a *alerts) step(at time.Time, offset time.Duration, vector promql.Vector, limit int, query template.QueryFunc) (promql.Vector, error) {
	found := make(map[string]*alert, len(vector))
	for _, sample := range vector {
		given := a.instance(sample, at, query)
		key := labelKey(given.labels)
		if _, twice := found[key]; twice {
			return nil, errors.New("vector contains metrics with the same labelset after applying alert labels")
		}
		found[key] = given
	}
	for key, given := range found {
		if known, ok := a.active[key]; ok && known.state != inactive {
			known.value, known.annotations = given.value, given.annotations
			continue
		}
		a.active[key] = given
	}
	var written promql.Vector
	count := 0
	for _, key := range sortedKeys(a.active) {
		current := a.active[key]
		if _, present := found[key]; present {
			current.keptFiringSince = time.Time{}
		} else if !a.keepsFiring(current, at) {
			a.resolve(key, current, at)
			continue
		}
		count++
		if current.state == pending && at.Sub(current.activeAt) >= a.hold {
			current.state, current.firedAt = firing, at
		}
		written = append(written, a.samples(current, at.Add(-offset))...)
	}
	if limit > 0 && count > limit {
		a.active = map[string]*alert{}
		return nil, fmt.Errorf("exceeded limit of %d with %d alerts", limit, count)
	}
	return written, nil
}

func (a *alerts) instance(sample promql.Sample, at time.Time, query template.QueryFunc) *alert {
	builder := labels.NewBuilder(sample.Metric)
	builder.Del(labels.MetricName)
	a.labels.Range(func(l labels.Label) { builder.Set(l.Name, a.expansions.expand(l.Value, sample, at, query)) })
	builder.Set(labels.AlertName, a.name)
	notes := labels.NewScratchBuilder(a.annotations.Len())
	a.annotations.Range(func(l labels.Label) { notes.Add(l.Name, a.expansions.expand(l.Value, sample, at, query)) })
	return &alert{labels: builder.Labels(), annotations: notes.Labels(), state: pending, value: sample.F, activeAt: at}
}

func (a *alerts) keepsFiring(current *alert, at time.Time) bool {
	if current.state != firing || a.keepFiringFor == 0 {
		return false
	}
	if current.keptFiringSince.IsZero() {
		current.keptFiringSince = at
	}
	return at.Sub(current.keptFiringSince) < a.keepFiringFor
}

func (a *alerts) resolve(key string, current *alert, at time.Time) {
	if current.state == pending || (!current.resolvedAt.IsZero() && at.Sub(current.resolvedAt) > resolvedRetention) {
		delete(a.active, key)
	}
	if current.state != inactive {
		current.state, current.resolvedAt = inactive, at
	}
}

func (a *alerts) samples(of *alert, at time.Time) promql.Vector {
	builder := labels.NewBuilder(a.labels)
	of.labels.Range(func(l labels.Label) { builder.Set(l.Name, l.Value) })
	builder.Set(labels.AlertName, a.name)
	forState := builder.Set(labels.MetricName, "ALERTS_FOR_STATE").Labels()
	state := builder.Set(labels.MetricName, "ALERTS").Set("alertstate", string(of.state)).Labels()
	return promql.Vector{
		{Metric: state, T: at.UnixMilli(), F: 1},
		{Metric: forState, T: at.UnixMilli(), F: float64(of.activeAt.Unix())},
	}
}
