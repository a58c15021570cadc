package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/labels"
)

// period is one life of an alert: pending, perhaps firing, perhaps over.
type period struct {
	Group              string            `json:"group"`
	Name               string            `json:"name"`
	Labels             map[string]string `json:"labels"`
	PendingFromMillis  int64             `json:"pendingFromMillis"`
	FiringFromMillis   *int64            `json:"firingFromMillis,omitempty"`
	EndMillis          *int64            `json:"endMillis,omitempty"`
	Annotations        []annotated       `json:"annotations"`
	currentAnnotations labels.Labels
	key                string
	rule               int
}

// annotated is what the annotations said from one evaluation on.
type annotated struct {
	FromMillis int64             `json:"fromMillis"`
	Texts      map[string]string `json:"texts"`
}

// history follows the alerts of one rule through a span.
type history struct {
	group   string
	rule    *rule
	place   int
	open    map[string]*period
	periods []*period
}

func newHistory(group string, of *rule, place int) *history {
	return &history{group: group, rule: of, place: place, open: map[string]*period{}}
}

// observe notes what one evaluation changed.
func (h *history) observe(at time.Time) {
	if h.rule.alerts == nil {
		return
	}
	millis := at.UnixMilli()
	active := h.rule.alerts.active
	for key, known := range h.open {
		if current, ok := active[key]; !ok || current.state == inactive || current.activeAt.UnixMilli() != known.PendingFromMillis {
			known.EndMillis = &millis
			delete(h.open, key)
		}
	}
	for key, current := range active {
		if current.state == inactive {
			continue
		}
		known, ok := h.open[key]
		if !ok {
			known = &period{
				Group: h.group, Name: h.rule.name, Labels: current.labels.Map(),
				PendingFromMillis: current.activeAt.UnixMilli(), key: key, rule: h.place,
			}
			h.open[key] = known
			h.periods = append(h.periods, known)
		}
		if known.FiringFromMillis == nil && current.state == firing {
			known.FiringFromMillis = millisOf(current.firedAt)
		}
		if len(known.Annotations) == 0 || !labels.Equal(known.currentAnnotations, current.annotations) {
			known.currentAnnotations = current.annotations
			known.Annotations = append(known.Annotations, annotated{FromMillis: millis, Texts: current.annotations.Map()})
		}
	}
}

func allPeriods(histories []*history) []*period {
	all := []*period{}
	for _, h := range histories {
		all = append(all, h.periods...)
	}
	slices.SortStableFunc(all, func(a, b *period) int {
		return cmp.Or(cmp.Compare(a.PendingFromMillis, b.PendingFromMillis), cmp.Compare(a.rule, b.rule), cmp.Compare(a.key, b.key))
	})
	return all
}
