package main

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
)

// memory is a storage of samples. Its series are kept in the order of their labels, so that sums of floats come
// out the same whatever the order of arrival was.
type memory struct {
	byLabels map[string]*series
	byName   map[string][]*series
	targets  map[string]*target
}

type series struct {
	labels labels.Labels
	times  []int64
	values []float64
	// histograms holds the native histograms, nil where a sample is a float; it is nil while all are.
	histograms []*histogram.FloatHistogram
}

func newMemory() *memory {
	return &memory{byLabels: map[string]*series{}, byName: map[string][]*series{}, targets: map[string]*target{}}
}

func labelKey(set labels.Labels) string {
	var buffer [1024]byte
	return string(set.Bytes(buffer[:0]))
}

func (m *memory) series(set labels.Labels) *series {
	key := labelKey(set)
	if known, ok := m.byLabels[key]; ok {
		return known
	}
	added := &series{labels: set}
	m.byLabels[key] = added
	name := set.Get(labels.MetricName)
	family := m.byName[name]
	place := sort.Search(len(family), func(i int) bool { return labels.Compare(family[i].labels, set) > 0 })
	m.byName[name] = slices.Insert(family, place, added)
	return added
}

type order int

const (
	inOrder order = iota
	sameTime
	tooLate
)

// add appends a float, or says why it does not fit behind the last sample.
func (s *series) add(time int64, value float64) order { return s.addSample(time, value, nil) }

// addSample appends a native histogram or, where there is none, a float.
func (s *series) addSample(time int64, value float64, native *histogram.FloatHistogram) order {
	if last := len(s.times) - 1; last >= 0 {
		if s.times[last] == time {
			return sameTime
		}
		if s.times[last] > time {
			return tooLate
		}
	}
	if native != nil && s.histograms == nil {
		s.histograms = make([]*histogram.FloatHistogram, len(s.times))
	}
	s.times = append(s.times, time)
	s.values = append(s.values, value)
	if s.histograms != nil {
		s.histograms = append(s.histograms, native)
	}
	return inOrder
}

// endsWith holds when the last sample is this one.
func (s *series) endsWith(value float64, native *histogram.FloatHistogram) bool {
	last := len(s.times) - 1
	var held *histogram.FloatHistogram
	if s.histograms != nil {
		held = s.histograms[last]
	}
	if native != nil || held != nil {
		return native != nil && held != nil && held.Equals(native)
	}
	return math.Float64bits(s.values[last]) == math.Float64bits(value)
}

// set appends a float; at the time of the last one it takes its place.
func (s *series) set(at int64, value float64) error {
	switch s.add(at, value) {
	case sameTime:
		s.values[len(s.values)-1] = value
		if s.histograms != nil {
			s.histograms[len(s.histograms)-1] = nil
		}
	case tooLate:
		return fmt.Errorf("sample of %s at %s is older than its last one, at %s: append each series in the order of time",
			s.labels, instantText(at), instantText(s.times[len(s.times)-1]))
	}
	return nil
}

func instantText(millis int64) string {
	return fmt.Sprintf("%d ms (%s)", millis, time.UnixMilli(millis).UTC().Format(time.RFC3339Nano))
}

func (m *memory) forgetBefore(time int64) {
	for key, s := range m.byLabels {
		keep := sort.Search(len(s.times), func(i int) bool { return s.times[i] >= time })
		if keep == 0 {
			continue
		}
		if keep < len(s.times) {
			s.times = slices.Clone(s.times[keep:])
			s.values = slices.Clone(s.values[keep:])
			if s.histograms != nil {
				s.histograms = slices.Clone(s.histograms[keep:])
			}
			continue
		}
		delete(m.byLabels, key)
		name := s.labels.Get(labels.MetricName)
		m.byName[name] = slices.DeleteFunc(m.byName[name], func(other *series) bool { return other == s })
		if len(m.byName[name]) == 0 {
			delete(m.byName, name)
		}
	}
}

type storageHandle struct {
	Storage int `json:"storage"`
}

func openStorage(e *engine, _ struct{}, _ call) (result, error) {
	handle := e.nextHandle()
	e.storages[handle] = newMemory()
	return result{body: handle}, nil
}

func disposeStorage(e *engine, p storageHandle, _ call) (result, error) {
	delete(e.storages, p.Storage)
	return result{}, nil
}

func seriesCount(e *engine, p storageHandle, _ call) (result, error) {
	opened, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	return result{body: len(opened.byLabels)}, nil
}

type forgetting struct {
	storageHandle
	TimeMillis float64 `json:"timeMillis"`
}

func forgetBefore(e *engine, p forgetting, _ call) (result, error) {
	opened, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	opened.forgetBefore(int64(p.TimeMillis))
	return result{}, nil
}

type appending struct {
	storageHandle
	Series []struct {
		Labels map[string]string `json:"labels"`
		Count  int               `json:"count"`
	} `json:"series"`
}

func appendSeries(e *engine, p appending, c call) (result, error) {
	opened, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	next := 0
	for _, given := range p.Series {
		if given.Count == 0 {
			continue
		}
		to := opened.series(labels.FromMap(given.Labels))
		to.times = slices.Grow(to.times, given.Count)
		to.values = slices.Grow(to.values, given.Count)
		for range given.Count {
			if err := to.set(int64(c.times[next]), c.values[next]); err != nil {
				return result{}, &failure{"sample", err.Error()}
			}
			next++
		}
	}
	return result{}, nil
}
