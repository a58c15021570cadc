package main

import (
	"context"
	"slices"
	"sort"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/util/annotations"
)

// Querier makes memory a storage.Queryable.
func (m *memory) Querier(earliest, latest int64) (storage.Querier, error) {
	return &querier{memory: m, earliest: earliest, latest: latest}, nil
}

type querier struct {
	memory           *memory
	earliest, latest int64
}

func (q *querier) Close() error { return nil }

func (q *querier) Select(_ context.Context, _ bool, hints *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	earliest, latest := q.earliest, q.latest
	if hints != nil {
		earliest, latest = max(earliest, hints.Start), min(latest, hints.End)
	}
	var found []storage.Series
	for _, s := range q.memory.matching(matchers) {
		from := sort.Search(len(s.times), func(i int) bool { return s.times[i] >= earliest })
		to := sort.Search(len(s.times), func(i int) bool { return s.times[i] > latest })
		if from < to {
			seen := &window{labels: s.labels, times: s.times[from:to], values: s.values[from:to]}
			if s.histograms != nil {
				seen.histograms = s.histograms[from:to]
			}
			found = append(found, seen)
		}
	}
	return &windows{found: found}
}

func (m *memory) matching(matchers []*labels.Matcher) []*series {
	var found []*series
	add := func(family []*series) {
		for _, s := range family {
			if matchesAll(s.labels, matchers) {
				found = append(found, s)
			}
		}
	}
	for _, matcher := range matchers {
		if matcher.Name == labels.MetricName && matcher.Type == labels.MatchEqual {
			add(m.byName[matcher.Value])
			return found
		}
	}
	for _, family := range m.byName {
		add(family)
	}
	slices.SortFunc(found, func(a, b *series) int { return labels.Compare(a.labels, b.labels) })
	return found
}

func matchesAll(set labels.Labels, matchers []*labels.Matcher) bool {
	for _, matcher := range matchers {
		if !matcher.Matches(set.Get(matcher.Name)) {
			return false
		}
	}
	return true
}

func (q *querier) LabelValues(_ context.Context, name string, _ *storage.LabelHints, matchers ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	seen := map[string]bool{}
	for _, s := range q.memory.matching(matchers) {
		if value := s.labels.Get(name); value != "" {
			seen[value] = true
		}
	}
	return sortedKeys(seen), nil, nil
}

func (q *querier) LabelNames(_ context.Context, _ *storage.LabelHints, matchers ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	seen := map[string]bool{}
	for _, s := range q.memory.matching(matchers) {
		s.labels.Range(func(l labels.Label) { seen[l.Name] = true })
	}
	return sortedKeys(seen), nil, nil
}

func sortedKeys[V any](of map[string]V) []string {
	keys := make([]string, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// window is the part of a series that a query may see.
type window struct {
	labels     labels.Labels
	times      []int64
	values     []float64
	histograms []*histogram.FloatHistogram
}

func (w *window) kind(at int) chunkenc.ValueType {
	switch {
	case at >= len(w.times):
		return chunkenc.ValNone
	case w.histograms != nil && w.histograms[at] != nil:
		return chunkenc.ValFloatHistogram
	}
	return chunkenc.ValFloat
}

func (w *window) Labels() labels.Labels { return w.labels }

func (w *window) Iterator(reused chunkenc.Iterator) chunkenc.Iterator {
	if old, ok := reused.(*cursor); ok {
		*old = cursor{window: w, at: -1}
		return old
	}
	return &cursor{window: w, at: -1}
}

type windows struct {
	found []storage.Series
	next  int
}

func (w *windows) Next() bool                        { w.next++; return w.next <= len(w.found) }
func (w *windows) At() storage.Series                { return w.found[w.next-1] }
func (w *windows) Err() error                        { return nil }
func (w *windows) Warnings() annotations.Annotations { return nil }

// cursor walks over the samples of a window.
type cursor struct {
	window *window
	at     int
}

func (c *cursor) kind() chunkenc.ValueType { return c.window.kind(c.at) }

func (c *cursor) Next() chunkenc.ValueType {
	if c.at < len(c.window.times) {
		c.at++
	}
	return c.kind()
}

func (c *cursor) Seek(time int64) chunkenc.ValueType {
	start := max(c.at, 0)
	if start < len(c.window.times) && c.window.times[start] < time {
		start += sort.Search(len(c.window.times)-start, func(i int) bool { return c.window.times[start+i] >= time })
	}
	c.at = start
	return c.kind()
}

func (c *cursor) At() (int64, float64) { return c.window.times[c.at], c.window.values[c.at] }
func (c *cursor) AtT() int64           { return c.window.times[c.at] }
func (c *cursor) AtST() int64          { return 0 }
func (c *cursor) Err() error           { return nil }

func (c *cursor) AtHistogram(*histogram.Histogram) (int64, *histogram.Histogram) {
	panic("the storage holds all native histograms as histograms of floats")
}

// AtFloatHistogram gives a copy, because the caller may change it.
func (c *cursor) AtFloatHistogram(into *histogram.FloatHistogram) (int64, *histogram.FloatHistogram) {
	held := c.window.histograms[c.at]
	if into == nil {
		return c.AtT(), held.Copy()
	}
	held.CopyTo(into)
	return c.AtT(), into
}
