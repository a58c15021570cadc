package main

import (
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
)

type spanParameters struct {
	storageHandle
	rulesHandle
	StartMillis float64 `json:"startMillis"`
	EndMillis   float64 `json:"endMillis"`
	StepSeconds float64 `json:"stepSeconds"`
	StepByStep  bool    `json:"stepByStep"`
}

type spanError struct {
	Group           string `json:"group"`
	Name            string `json:"name"`
	Message         string `json:"message"`
	FirstTimeMillis int64  `json:"firstTimeMillis"`
	Count           int    `json:"count"`
}

type spanBody struct {
	Mode       string       `json:"mode"`
	WhyStepped string       `json:"whyStepped,omitempty"`
	Alerts     []*period    `json:"alerts"`
	Errors     []*spanError `json:"errors"`
}

// span is one simulated stretch of time.
type span struct {
	engine     *engine
	storage    *memory
	start, end time.Time
	step       time.Duration
	tracks     []*track
	errors     []*spanError
}

// track is one rule on its way through a span.
type track struct {
	group   *group
	rule    *rule
	history *history
}

func evaluateRulesInSpan(e *engine, p spanParameters, _ call) (result, error) {
	set, err := e.ruleSet(p.Rules)
	if err != nil {
		return result{}, err
	}
	storage, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	over := &span{
		engine: e, storage: storage, errors: []*spanError{},
		start: time.UnixMilli(int64(p.StartMillis)).UTC(), end: time.UnixMilli(int64(p.EndMillis)).UTC(),
		step: time.Duration(p.StepSeconds * float64(time.Second)),
	}
	if over.step > 0 {
		e.subqueryStep = over.step
		defer func() { e.subqueryStep = defaultSubqueryStep }()
	}
	for _, group := range set.groups {
		for _, rule := range group.rules {
			over.tracks = append(over.tracks, &track{group, rule, newHistory(group.name, rule, len(over.tracks))})
		}
	}
	body := spanBody{Mode: "batch"}
	if p.StepByStep || set.stepwise != "" {
		body.Mode, body.WhyStepped = "stepwise", set.stepwise
		over.runStepwise()
	} else {
		over.runBatch()
	}
	var histories []*history
	for _, t := range over.tracks {
		histories = append(histories, t.history)
	}
	body.Alerts, body.Errors = allPeriods(histories), over.errors
	return result{body: body}, nil
}

func (s *span) stepOf(t *track) time.Duration {
	if s.step > 0 {
		return s.step
	}
	return t.group.interval
}

func (s *span) runStepwise() {
	next := make([]time.Time, len(s.tracks))
	for i := range next {
		next[i] = s.start
	}
	for len(next) > 0 {
		now := slices.MinFunc(next, time.Time.Compare)
		if now.After(s.end) {
			return
		}
		for i, t := range s.tracks {
			if next[i].Equal(now) {
				s.evaluateAt(t, now)
				next[i] = now.Add(s.stepOf(t))
			}
		}
	}
}

func (s *span) evaluateAt(t *track, at time.Time) {
	_, err := s.engine.evaluate(t.rule, t.group, s.storage, at)
	s.note(t, at, err)
}

func (s *span) note(t *track, at time.Time, err error) {
	if err != nil {
		s.fail(t, at, err)
	}
	t.history.observe(at)
}

func (s *span) fail(t *track, at time.Time, err error) {
	for _, known := range s.errors {
		if known.Group == t.group.name && known.Name == t.rule.name && known.Message == err.Error() {
			known.Count++
			return
		}
	}
	s.errors = append(s.errors, &spanError{t.group.name, t.rule.name, err.Error(), at.UnixMilli(), 1})
}

// runBatch evaluates each rule over the whole span before the next one. A rule that one range query cannot stand for
// is evaluated step by step; what it reads is complete by then.
func (s *span) runBatch() {
	for _, t := range s.tracks {
		if !s.runAsRange(t) {
			for at := s.start; !at.After(s.end); at = at.Add(s.stepOf(t)) {
				s.evaluateAt(t, at)
			}
		}
	}
}

func (s *span) runAsRange(t *track) bool {
	if t.group.limit > 0 || s.end.Before(s.start) {
		return false
	}
	matrix, err := s.engine.matrix(s.storage, t.rule.text, s.start, s.end, s.stepOf(t))
	if err != nil {
		return false
	}
	// Native histograms are rare enough to be taken step by step.
	if slices.ContainsFunc(matrix, func(of promql.Series) bool { return len(of.Histograms) > 0 }) {
		return false
	}
	if t.rule.alerts == nil {
		return s.recordRange(t, matrix)
	}
	s.alertRange(t, matrix)
	return true
}

func (s *span) alertRange(t *track, matrix promql.Matrix) {
	position := make([]int, len(matrix))
	for at := s.start; !at.After(s.end); at = at.Add(s.stepOf(t)) {
		var vector promql.Vector
		for i, from := range matrix {
			if position[i] < len(from.Floats) && from.Floats[position[i]].T == at.UnixMilli() {
				vector = append(vector, promql.Sample{Metric: from.Metric, T: at.UnixMilli(), F: from.Floats[position[i]].F})
				position[i]++
			}
		}
		_, err := s.engine.conclude(t.rule, t.group, s.storage, at, vector)
		s.note(t, at, err)
	}
}

// recordRange writes a recording rule's whole result. It declines when two results would share a series, or a series
// already has samples in the span: then the order of single steps decides which of them is kept.
func (s *span) recordRange(t *track, matrix promql.Matrix) bool {
	named := make([]labels.Labels, len(matrix))
	seen := make(map[string]bool, len(matrix))
	for i, from := range matrix {
		named[i] = t.rule.recorded(from.Metric)
		key := labelKey(named[i])
		if known, ok := s.storage.byLabels[key]; seen[key] || (ok && known.reaches(s.start.UnixMilli())) {
			return false
		}
		seen[key] = true
	}
	for key, gone := range t.rule.previous {
		if !seen[key] {
			gone.add(s.start.UnixMilli(), stale)
		}
	}
	steps := s.end.Sub(s.start) / s.stepOf(t)
	last := s.start.Add(steps * s.stepOf(t)).UnixMilli()
	returned := map[string]*series{}
	for i, from := range matrix {
		to := s.storage.series(named[i])
		_, before := t.rule.previous[labelKey(named[i])]
		to.addWithGaps(from.Floats, s.start.UnixMilli(), last, s.stepOf(t).Milliseconds(), before)
		if from.Floats[len(from.Floats)-1].T == last {
			returned[labelKey(named[i])] = to
		}
	}
	t.rule.previous = returned
	return true
}

func (s *series) reaches(time int64) bool {
	return len(s.times) > 0 && s.times[len(s.times)-1] >= time
}

// addWithGaps appends points, and a stale marker at the first step of every gap that follows a sample.
func (s *series) addWithGaps(points []promql.FPoint, start, last, step int64, before bool) {
	s.times = slices.Grow(s.times, len(points))
	s.values = slices.Grow(s.values, len(points))
	due := start
	for _, point := range points {
		if before && point.T > due {
			s.add(due, stale)
		}
		s.add(point.T, point.F)
		before, due = true, point.T+step
	}
	if due <= last {
		s.add(due, stale)
	}
}
