package main

import "unicode/utf8"

// utf16Offsets maps an offset in the bytes of a text to the offset that JavaScript would use.
type utf16Offsets struct {
	text  string
	plain bool
}

func offsetsIn(text string) utf16Offsets {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return utf16Offsets{text: text}
		}
	}
	return utf16Offsets{text: text, plain: true}
}

func (o utf16Offsets) at(byteOffset int) int {
	byteOffset = min(max(byteOffset, 0), len(o.text))
	if o.plain {
		return byteOffset
	}
	units := 0
	for _, char := range o.text[:byteOffset] {
		units++
		if char > 0xFFFF {
			units++
		}
	}
	return units
}
