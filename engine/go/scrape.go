package main

import (
	"math"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
)

var stale = math.Float64frombits(value.StaleNaN)

// target remembers what its last scrape returned, to mark as stale what the next one lacks.
type target struct {
	labels  labels.Labels
	current map[string]*series
	known   map[string]bool
}

type scrapeParameters struct {
	storageHandle
	histogramReading
	ContentType     string            `json:"contentType"`
	Failed          string            `json:"failed"`
	TargetLabels    map[string]string `json:"targetLabels"`
	TimeMillis      float64           `json:"timeMillis"`
	DurationSeconds float64           `json:"durationSeconds"`
	HonorLabels     bool              `json:"honorLabels"`
}

type scrapeReport struct {
	Up          bool   `json:"up"`
	Error       string `json:"error,omitempty"`
	Samples     int    `json:"samples"`
	SeriesAdded int    `json:"seriesAdded"`
	Duplicates  int    `json:"duplicates"`
	OutOfOrder  int    `json:"outOfOrder"`
}

func scrape(e *engine, p scrapeParameters, c call) (result, error) {
	into, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	of := into.target(labels.FromMap(p.TargetLabels))
	at := int64(p.TimeMillis)
	report := scrapeReport{Up: true}
	var samples []exposed
	if p.Failed != "" {
		report = scrapeReport{Error: p.Failed}
	} else {
		read, refused := readExposition(c.bytes, p.ContentType, p.histogramReading)
		if refused != nil {
			report = scrapeReport{Error: refused.Error()}
		}
		samples = read.samples
	}
	into.ingest(of, samples, at, p.HonorLabels, &report)
	up := 0.0
	if report.Up {
		up = 1
	}
	for _, own := range []struct {
		name  string
		value float64
	}{
		{"up", up},
		{"scrape_duration_seconds", p.DurationSeconds},
		{"scrape_samples_scraped", float64(len(samples))},
		{"scrape_samples_post_metric_relabeling", float64(len(samples))},
		{"scrape_series_added", float64(report.SeriesAdded)},
	} {
		builder := labels.NewBuilder(of.labels)
		into.series(builder.Set(labels.MetricName, own.name).Labels()).add(at, own.value)
	}
	return result{body: report}, nil
}

func (m *memory) target(set labels.Labels) *target {
	key := labelKey(set)
	known, ok := m.targets[key]
	if !ok {
		known = &target{labels: set, current: map[string]*series{}, known: map[string]bool{}}
		m.targets[key] = known
	}
	return known
}

// ingest appends the samples of one scrape. Samples with a time of their own take no part in staleness.
func (m *memory) ingest(of *target, samples []exposed, at int64, honorLabels bool, report *scrapeReport) {
	returned := map[string]*series{}
	for _, sample := range samples {
		set := labelsOfTarget(sample.labels, of.labels, honorLabels)
		key := labelKey(set)
		report.Samples++
		if _, twice := returned[key]; twice && sample.time == nil {
			report.Duplicates++
			continue
		}
		if !of.known[key] {
			of.known[key] = true
			report.SeriesAdded++
		}
		to := m.series(set)
		time := at
		if sample.time != nil {
			time = *sample.time
		} else {
			returned[key] = to
		}
		switch to.addSample(time, sample.value, sample.histogram) {
		case sameTime:
			if !to.endsWith(sample.value, sample.histogram) {
				report.Duplicates++
			}
		case tooLate:
			report.OutOfOrder++
		}
	}
	for key, gone := range of.current {
		if _, still := returned[key]; !still {
			gone.add(at, stale)
			delete(of.known, key)
		}
	}
	of.current = returned
}

// labelsOfTarget joins the labels of a sample and of its target. Unless the sample's are to be honoured, the target's
// win, and a label of the sample that they replace is kept with the prefix exported_.
func labelsOfTarget(exposed, of labels.Labels, honorLabels bool) labels.Labels {
	joined := labels.NewBuilder(exposed)
	var replaced []labels.Label
	of.Range(func(l labels.Label) {
		if honorLabels {
			if !exposed.Has(l.Name) {
				joined.Set(l.Name, l.Value)
			}
			return
		}
		if own := exposed.Get(l.Name); own != "" {
			replaced = append(replaced, labels.Label{Name: l.Name, Value: own})
		}
		joined.Set(l.Name, l.Value)
	})
	slices.SortStableFunc(replaced, func(a, b labels.Label) int { return len(a.Name) - len(b.Name) })
	for _, l := range replaced {
		name := model.ExportedLabelPrefix + l.Name
		for joined.Get(name) != "" {
			name = model.ExportedLabelPrefix + name
		}
		joined.Set(name, l.Value)
	}
	return joined.Labels()
}
