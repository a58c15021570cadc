package main

import (
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/textparse"
)

// readHistogram takes the native histogram at which the parser stands, and refuses what a server's storage refuses.
func readHistogram(parser textparse.Parser) (*int64, *histogram.FloatHistogram, error) {
	_, time, integer, float := parser.Histogram()
	if integer != nil {
		if err := integer.Validate(); err != nil {
			return nil, nil, err
		}
		return time, integer.ToFloat(nil), nil
	}
	if err := float.Validate(); err != nil {
		return nil, nil, err
	}
	return time, float, nil
}

// nativeHistogram is a native histogram as JavaScript gets it. A bucket is its lower bound, its upper bound and its
// count; buckets go away from zero.
type nativeHistogram struct {
	Schema        int32       `json:"schema"`
	ZeroThreshold number      `json:"zeroThreshold"`
	ZeroCount     number      `json:"zeroCount"`
	Count         number      `json:"count"`
	Sum           number      `json:"sum"`
	Positive      [][3]number `json:"positive"`
	Negative      [][3]number `json:"negative"`
}

func describeHistogram(of *histogram.FloatHistogram) *nativeHistogram {
	if of == nil {
		return nil
	}
	return &nativeHistogram{
		Schema: of.Schema, ZeroThreshold: number(of.ZeroThreshold), ZeroCount: number(of.ZeroCount),
		Count: number(of.Count), Sum: number(of.Sum),
		Positive: bucketsOf(of.PositiveBucketIterator()), Negative: bucketsOf(of.NegativeBucketIterator()),
	}
}

func bucketsOf(buckets histogram.BucketIterator[float64]) [][3]number {
	found := [][3]number{}
	for buckets.Next() {
		bucket := buckets.At()
		found = append(found, [3]number{number(bucket.Lower), number(bucket.Upper), number(bucket.Count)})
	}
	return found
}
