package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

const (
	openMetrics = "application/openmetrics-text"
	protobuf    = "application/vnd.google.protobuf"
	plainText   = "text/plain"
)

// exposed is one sample of an exposition, labels with an empty value left out. Its time is nil when the exposition
// gives none, its histogram when it is a float, its line 0 in a format without lines.
type exposed struct {
	labels    labels.Labels
	time      *int64
	value     float64
	histogram *histogram.FloatHistogram
	exemplars []exemplar.Exemplar
	// startMillis is when a counter or histogram began at zero; 0 when the exposition does not say it.
	startMillis int64
	line        int
}

// family is what an exposition says of a metric beside its samples.
type family struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
	Help string `json:"help,omitempty"`
	Unit string `json:"unit,omitempty"`
}

type exposition struct {
	families []*family
	samples  []exposed
}

// expositionError is what makes Prometheus refuse an exposition. The line is 0 when no line is at fault.
type expositionError struct {
	kind   string
	line   int
	metric string
	series string
	after  string
	err    error
}

func (e *expositionError) Error() string { return e.err.Error() }

// histogramReading says what becomes of the native histograms of an exposition; their field names are those of the
// scrape options scrape_native_histograms and always_scrape_classic_histograms.
type histogramReading struct {
	NativeHistograms  bool `json:"nativeHistograms"`
	ClassicHistograms bool `json:"classicHistograms"`
}

func newExpositionParser(body []byte, contentType string, how histogramReading) (textparse.Parser, error) {
	return textparse.New(body, contentType, labels.NewSymbolTable(), textparse.ParserOptions{
		IgnoreNativeHistograms:                  !how.NativeHistograms,
		KeepClassicOnClassicAndNativeHistograms: how.ClassicHistograms,
	})
}

func mediaTypeOf(contentType string) string {
	mediaType, _, _ := mime.ParseMediaType(contentType)
	return mediaType
}

// readExposition parses a whole exposition as a server does that has no fallback for a missing Content-Type; `le` and
// `quantile` come out normalised.
func readExposition(body []byte, contentType string, how histogramReading) (exposition, *expositionError) {
	read := exposition{}
	parser, err := newExpositionParser(body, contentType, how)
	if parser == nil || err != nil {
		return read, &expositionError{kind: "content-type", err: err}
	}
	var lines []int
	if mediaTypeOf(contentType) != protobuf {
		lines = linesWithText(body)
	}
	families := map[string]*family{}
	current := ""
	familyOf := func(name []byte) *family {
		current = string(name)
		known, ok := families[current]
		if !ok {
			known = &family{Name: current}
			families[current] = known
			read.families = append(read.families, known)
		}
		return known
	}
	refusal := func(kind string, line int, err error) *expositionError {
		problem := &expositionError{kind: kind, line: line, err: err}
		if lines == nil {
			problem.after = current
		}
		return problem
	}
	for entries := 0; ; entries++ {
		entry, err := parser.Next()
		if errors.Is(err, io.EOF) {
			return read, nil
		}
		line := lineOf(lines, entries)
		if err != nil {
			return exposition{}, refusal("syntax", line, err)
		}
		switch entry {
		case textparse.EntryType:
			name, kind := parser.Type()
			familyOf(name).Type = string(kind)
		case textparse.EntryHelp:
			name, text := parser.Help()
			familyOf(name).Help = string(text)
		case textparse.EntryUnit:
			name, unit := parser.Unit()
			familyOf(name).Unit = string(unit)
		case textparse.EntrySeries, textparse.EntryHistogram:
			sample := exposed{line: line}
			parser.Labels(&sample.labels)
			if err := checkLabels(sample.labels); err != nil {
				return exposition{}, refusal("syntax", line, err)
			}
			sample.labels = sample.labels.WithoutEmpty()
			if err := sample.readValue(parser, entry); err != nil {
				return exposition{}, &expositionError{
					kind: "histogram", line: line, err: err,
					metric: sample.labels.Get(labels.MetricName), series: sample.labels.String(),
				}
			}
			for found := (exemplar.Exemplar{}); parser.Exemplar(&found); found = (exemplar.Exemplar{}) {
				sample.exemplars = append(sample.exemplars, found)
			}
			if lines == nil {
				sample.startMillis = parser.StartTimestamp()
			}
			read.samples = append(read.samples, sample)
		}
	}
}

// checkLabels holds what a scrape and the storage behind it ask of a label set.
func checkLabels(set labels.Labels) error {
	if !set.Has(labels.MetricName) || !set.IsValid(model.UTF8Validation) {
		return fmt.Errorf("invalid metric name or label names: %s", set)
	}
	if name, twice := set.HasDuplicateLabelNames(); twice {
		return fmt.Errorf("label name %q is not unique: %s", name, set)
	}
	return nil
}

func (s *exposed) readValue(parser textparse.Parser, entry textparse.Entry) error {
	var time *int64
	if entry == textparse.EntryHistogram {
		var err error
		if time, s.histogram, err = readHistogram(parser); err != nil {
			return err
		}
		s.value = s.histogram.Sum
	} else {
		_, time, s.value = parser.Series()
	}
	if time != nil {
		copied := *time
		s.time = &copied
	}
	return nil
}

// linesWithText lists the lines on which the parser finds an entry, so that the number of entries gives the line.
func linesWithText(body []byte) []int {
	lines := []int{}
	for i, text := range bytes.Split(body, []byte("\n")) {
		if len(bytes.TrimSpace(text)) > 0 {
			lines = append(lines, i+1)
		}
	}
	return lines
}

func lineOf(lines []int, entry int) int {
	if entry < len(lines) {
		return lines[entry]
	}
	if len(lines) > 0 {
		return lines[len(lines)-1]
	}
	return 0
}
