/** A client of Chime for applications with Spring. */
package com.example.chime.spring;
