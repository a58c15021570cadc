package main

import (
	"bytes"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

type expositionParameters struct {
	ContentType string `json:"contentType"`
	histogramReading
}

func checkExposition(_ *engine, p expositionParameters, c call) (result, error) {
	read, refused := readExposition(c.bytes, p.ContentType, p.histogramReading)
	if refused != nil {
		return result{body: []expositionProblem{refused.problem()}}, nil
	}
	return result{body: read.problems(c.bytes, p.ContentType)}, nil
}

type exemplarBody struct {
	Labels     map[string]string `json:"labels"`
	Value      number            `json:"value"`
	TimeMillis *int64            `json:"timeMillis,omitempty"`
}

type exposedBody struct {
	Labels      map[string]string `json:"labels"`
	Value       number            `json:"value"`
	Histogram   *nativeHistogram  `json:"histogram,omitempty"`
	TimeMillis  *int64            `json:"timeMillis,omitempty"`
	StartMillis int64             `json:"startMillis,omitempty"`
	Exemplars   []exemplarBody    `json:"exemplars"`
	Line        int               `json:"line,omitempty"`
}

type expositionBody struct {
	Problems []expositionProblem `json:"problems"`
	Families []*family           `json:"families"`
	Samples  []exposedBody       `json:"samples"`
}

func describeExposition(_ *engine, p expositionParameters, c call) (result, error) {
	body := expositionBody{Problems: []expositionProblem{}, Families: []*family{}, Samples: []exposedBody{}}
	read, refused := readExposition(c.bytes, p.ContentType, p.histogramReading)
	if refused != nil {
		body.Problems = append(body.Problems, refused.problem())
		return result{body: body}, nil
	}
	body.Problems = read.problems(c.bytes, p.ContentType)
	body.Families = append(body.Families, read.families...)
	for _, sample := range read.withStartTimes(c.bytes, p.ContentType) {
		body.Samples = append(body.Samples, sample.describe())
	}
	return result{body: body}, nil
}

func (s exposed) describe() exposedBody {
	described := exposedBody{
		Labels: s.labels.Map(), Value: number(s.value), Histogram: describeHistogram(s.histogram),
		TimeMillis: s.time, StartMillis: s.startMillis, Line: s.line, Exemplars: []exemplarBody{},
	}
	for _, given := range s.exemplars {
		shown := exemplarBody{Labels: given.Labels.Map(), Value: number(given.Value)}
		if given.HasTs {
			shown.TimeMillis = &given.Ts
		}
		described.Exemplars = append(described.Exemplars, shown)
	}
	return described
}

// withStartTimes gives the samples of OpenMetrics the start times that its _created lines carry, and leaves those lines
// out. The parser is asked in a second pass, because it loses its place in the lines while it looks ahead.
func (e exposition) withStartTimes(body []byte, contentType string) []exposed {
	if mediaTypeOf(contentType) != openMetrics || !bytes.Contains(body, []byte("_created")) {
		return e.samples
	}
	parser, err := textparse.New(body, contentType, labels.NewSymbolTable(), textparse.ParserOptions{OpenMetricsSkipSTSeries: true})
	if parser == nil || err != nil {
		return e.samples
	}
	starts := map[string]int64{}
	for {
		entry, err := parser.Next()
		if err != nil {
			break
		}
		if entry != textparse.EntrySeries {
			continue
		}
		var set labels.Labels
		parser.Labels(&set)
		key := labelKey(set.WithoutEmpty())
		if start := parser.StartTimestamp(); starts[key] == 0 {
			starts[key] = start
		}
	}
	var kept []exposed
	for _, sample := range e.samples {
		start, counts := starts[labelKey(sample.labels)]
		if counts {
			sample.startMillis = start
			kept = append(kept, sample)
		}
	}
	return kept
}
