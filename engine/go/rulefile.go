package main

import (
	"cmp"
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
)

type ruleFileParameters struct {
	Yaml string `json:"yaml"`
}

type ruleFileProblem struct {
	Message  string `json:"message"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Group    string `json:"group,omitempty"`
	Rule     int    `json:"rule,omitempty"`
	RuleName string `json:"ruleName,omitempty"`
}

func checkRuleFile(e *engine, p ruleFileParameters, _ call) (result, error) {
	_, problems := e.readRuleFile(p.Yaml)
	return result{body: problems}, nil
}

func (e *engine) readRuleFile(text string) (*rulefmt.RuleGroups, []ruleFileProblem) {
	groups, found := rulefmt.Parse([]byte(text), false, model.UTF8Validation, e.parser, slog.New(slog.DiscardHandler))
	problems := make([]ruleFileProblem, 0, len(found))
	if len(found) > 0 {
		known := placesIn(text)
		for _, err := range found {
			problem := describeRuleFileError(err)
			known.locate(&problem)
			problems = append(problems, problem)
		}
	}
	// rulefmt walks over maps of labels, so its own order is not stable.
	slices.SortStableFunc(problems, func(a, b ruleFileProblem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Group, b.Group),
			cmp.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message))
	})
	return groups, slices.Compact(problems)
}

var (
	leadingPosition = regexp.MustCompile(`^(\d+):(\d+): `)
	yamlPosition    = regexp.MustCompile(`\bline (\d+): `)
)

func describeRuleFileError(err error) ruleFileProblem {
	problem := ruleFileProblem{Message: err.Error()}
	var inRule *rulefmt.Error
	if errors.As(err, &inRule) {
		problem.Group, problem.Rule, problem.RuleName = inRule.Group, inRule.Rule, inRule.RuleName
		problem.Message = inRule.Err.Error()
	}
	// rulefmt writes "line:column: " before the message, twice when two keys are at fault; 0:0 is a key that is missing.
	for {
		position := leadingPosition.FindStringSubmatch(problem.Message)
		if position == nil {
			break
		}
		if line, _ := strconv.Atoi(position[1]); problem.Line == 0 && line > 0 {
			problem.Line = line
			problem.Column, _ = strconv.Atoi(position[2])
		}
		problem.Message = strings.TrimPrefix(problem.Message, position[0])
	}
	if position := yamlPosition.FindStringSubmatch(problem.Message); problem.Line == 0 && inRule == nil && position != nil {
		problem.Line, _ = strconv.Atoi(position[1])
	}
	return problem
}
