package main

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// places finds groups and rules in a rule file's text, for problems that rulefmt gives no position.
type places struct {
	groups []groupPlace
}

type groupPlace struct {
	name  string
	at    *yaml.Node
	rules []*yaml.Node
}

func placesIn(text string) places {
	var document yaml.Node
	if yaml.Unmarshal([]byte(text), &document) != nil || len(document.Content) == 0 {
		return places{}
	}
	var found places
	for _, group := range items(valueOf(document.Content[0], "groups")) {
		place := groupPlace{at: group, rules: items(valueOf(group, "rules"))}
		if name := valueOf(group, "name"); name != nil {
			place.name = name.Value
		}
		found.groups = append(found.groups, place)
	}
	return found
}

func (p places) locate(problem *ruleFileProblem) {
	if problem.Line > 0 {
		return
	}
	var candidates []*yaml.Node
	for _, group := range p.groups {
		if group.name == problem.Group && problem.Rule > 0 && problem.Rule <= len(group.rules) {
			candidates = append(candidates, group.rules[problem.Rule-1])
		}
		if problem.Message == fmt.Sprintf("groupname: %q is repeated in the same file", group.name) {
			problem.Line, problem.Column = group.at.Line, group.at.Column
		}
	}
	if len(candidates) == 1 {
		problem.Line, problem.Column = candidates[0].Line, candidates[0].Column
	}
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func items(sequence *yaml.Node) []*yaml.Node {
	if sequence == nil || sequence.Kind != yaml.SequenceNode {
		return nil
	}
	return sequence.Content
}
