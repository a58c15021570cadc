package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
)

type instantParameters struct {
	storageHandle
	Expression  string  `json:"expression"`
	TimeSeconds float64 `json:"timeSeconds"`
}

type instantBody struct {
	Kind   string              `json:"kind"`
	Value  number              `json:"value"`
	Text   string              `json:"text,omitempty"`
	Labels []map[string]string `json:"labels,omitempty"`
	Counts []int               `json:"counts,omitempty"`
	// Natives holds the native histograms by the index of their sample.
	Natives map[int]*nativeHistogram `json:"natives,omitempty"`
	// Histograms holds those of the series of a matrix.
	Histograms map[int][]histogramPoint `json:"histograms,omitempty"`
}

type histogramPoint struct {
	TimeSeconds float64          `json:"timeSeconds"`
	Histogram   *nativeHistogram `json:"histogram"`
}

func secondsToTime(seconds float64) time.Time {
	return time.UnixMilli(int64(math.Round(seconds * 1000)))
}

func queryFailure(err error) error {
	return &failure{"query", err.Error()}
}

func instant(e *engine, p instantParameters, _ call) (result, error) {
	from, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	query, err := e.promql.NewInstantQuery(context.Background(), from, nil, p.Expression, secondsToTime(p.TimeSeconds))
	if err != nil {
		return result{}, queryFailure(err)
	}
	defer query.Close()
	answer := query.Exec(context.Background())
	if answer.Err != nil {
		return result{}, queryFailure(answer.Err)
	}
	switch value := answer.Value.(type) {
	case promql.Scalar:
		return result{body: instantBody{Kind: "scalar", Value: number(value.V)}}, nil
	case promql.String:
		return result{body: instantBody{Kind: "string", Text: value.V}}, nil
	case promql.Vector:
		body := instantBody{Kind: "vector"}
		var values []float64
		for i, sample := range value {
			body.Labels = append(body.Labels, sample.Metric.Map())
			values = append(values, sample.F)
			if sample.H != nil {
				if body.Natives == nil {
					body.Natives = map[int]*nativeHistogram{}
				}
				body.Natives[i] = describeHistogram(sample.H)
			}
		}
		return result{body: body, values: values}, nil
	case promql.Matrix:
		packed := packMatrix(value)
		shape := packed.body.(matrixBody)
		packed.body = instantBody{Kind: "matrix", Labels: shape.Labels, Counts: shape.Counts, Histograms: shape.Histograms}
		return packed, nil
	}
	return result{}, fmt.Errorf("unknown kind of result %T", answer.Value)
}

type rangeParameters struct {
	storageHandle
	Expression   string  `json:"expression"`
	StartSeconds float64 `json:"startSeconds"`
	EndSeconds   float64 `json:"endSeconds"`
	StepSeconds  float64 `json:"stepSeconds"`
}

type matrixBody struct {
	Labels []map[string]string `json:"labels"`
	Counts []int               `json:"counts"`
	// Histograms holds the native histograms by the index of their series.
	Histograms map[int][]histogramPoint `json:"histograms,omitempty"`
}

func rangeQuery(e *engine, p rangeParameters, _ call) (result, error) {
	from, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	step := time.Duration(math.Round(p.StepSeconds*1000)) * time.Millisecond
	matrix, err := e.matrix(from, p.Expression, secondsToTime(p.StartSeconds), secondsToTime(p.EndSeconds), step)
	if err != nil {
		return result{}, queryFailure(err)
	}
	return packMatrix(matrix), nil
}

func (e *engine) matrix(from *memory, expression string, start, end time.Time, step time.Duration) (promql.Matrix, error) {
	query, err := e.promql.NewRangeQuery(context.Background(), from, nil, expression, start, end, step)
	if err != nil {
		return nil, err
	}
	defer query.Close()
	answer := query.Exec(context.Background())
	if answer.Err != nil {
		return nil, answer.Err
	}
	matrix, err := answer.Matrix()
	if err != nil {
		return nil, err
	}
	// The engine takes its points back into a pool when the query is closed.
	kept := make(promql.Matrix, len(matrix))
	for i, s := range matrix {
		kept[i] = promql.Series{Metric: s.Metric, Floats: append([]promql.FPoint(nil), s.Floats...)}
		for _, point := range s.Histograms {
			kept[i].Histograms = append(kept[i].Histograms, promql.HPoint{T: point.T, H: point.H.Copy()})
		}
	}
	return kept, nil
}

func packMatrix(matrix promql.Matrix) result {
	body := matrixBody{Labels: make([]map[string]string, 0, len(matrix)), Counts: make([]int, 0, len(matrix))}
	total := 0
	for _, s := range matrix {
		total += len(s.Floats)
	}
	times, values := make([]float64, 0, total), make([]float64, 0, total)
	for i, s := range matrix {
		body.Labels = append(body.Labels, s.Metric.Map())
		for _, point := range s.Histograms {
			if body.Histograms == nil {
				body.Histograms = map[int][]histogramPoint{}
			}
			body.Histograms[i] = append(body.Histograms[i], histogramPoint{float64(point.T) / 1000, describeHistogram(point.H)})
		}
		body.Counts = append(body.Counts, len(s.Floats))
		for _, point := range s.Floats {
			times = append(times, float64(point.T)/1000)
			values = append(values, point.F)
		}
	}
	return result{body: body, times: times, values: values}
}

// vector answers a rule's or a template's query; a scalar becomes a sample without labels.
func (e *engine) vector(from *memory) func(context.Context, string, time.Time) (promql.Vector, error) {
	return func(ctx context.Context, expression string, at time.Time) (promql.Vector, error) {
		query, err := e.promql.NewInstantQuery(ctx, from, nil, expression, at)
		if err != nil {
			return nil, err
		}
		defer query.Close()
		answer := query.Exec(ctx)
		if answer.Err != nil {
			return nil, answer.Err
		}
		switch value := answer.Value.(type) {
		case promql.Vector:
			return value, nil
		case promql.Scalar:
			return promql.Vector{{T: value.T, F: value.V, Metric: labels.EmptyLabels()}}, nil
		}
		return nil, errors.New("rule result is not a vector or scalar")
	}
}
